"""Export, verify, import, receipt (docs/formats/bundle.md).

Nothing goes out without a `Permission` of the gate, and nothing comes in but a `VerifiedBundle`.
"""
