"""onnxruntime, which sends usage data unless the environment says otherwise when it is imported."""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime  # noqa: E402, F401
