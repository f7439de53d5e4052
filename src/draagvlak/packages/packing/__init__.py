"""Packing a workspace into one file, and unpacking it elsewhere.

A package is a ZIP. What its administrator may read stands readable in it (`tables/`, `lijsten/`);
everything else is one sealed part that opens with all its words together (`sealed.bin`).
docs/en/workspace-package.md describes it to the byte.
"""
