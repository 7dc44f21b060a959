// Verifies SD-JWTs (RFC 9901) with @sd-jwt/core and resolves their disclosures.
// In: [{sdjwt, jwk}]; out, in the same order: [{claims, typ}] or [{error}].
import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { readFileSync } from "node:fs";
import { SDJwtInstance } from "@sd-jwt/core";

const hasher = (data) => new Uint8Array(createHash("sha256").update(Buffer.from(data)).digest());

async function verify({ sdjwt, jwk }) {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const verifier = (data, signature) =>
    verifySignature(null, Buffer.from(data), key, Buffer.from(signature, "base64url"));
  try {
    const reader = new SDJwtInstance({ hasher, hashAlg: "sha-256", verifier });
    const { payload, header } = await reader.verify(sdjwt);
    return { claims: payload, typ: header.typ };
  } catch (error) {
    return { error: String(error) };
  }
}

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await Promise.all(questions.map(verify))));
