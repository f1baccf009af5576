import os

print("armed:", os.environ.get("LOOPSCOPE_PYTHON_ARM"), flush=True)
