// Verifies compact JWSs with jose.
// In: [{jws, jwk, typ}]; out, in the same order: [{payload, thumbprint}] or [{error}].
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global

async function verify({ jws, jwk, typ }) {
  try {
    const key = await importJWK(jwk, "EdDSA");
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== typ) return { error: `typ ${protectedHeader.typ}` };
    const thumbprint = await calculateJwkThumbprint(jwk);
    if (protectedHeader.kid !== thumbprint) return { error: `kid ${protectedHeader.kid}` };
    return { payload: JSON.parse(new TextDecoder().decode(payload)), thumbprint };
  } catch (error) {
    return { error: error.code ?? String(error) };
  }
}

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(questions.map(verify))));
