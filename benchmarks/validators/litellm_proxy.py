"""Starts the real LiteLLM proxy on 127.0.0.1 with the file given, every deployment mocked, and asks each model name once; the first of each fallback chain is mocked to fail.
needs: pip install "litellm[proxy]==1.108.7"    usage: python litellm_proxy.py config.yaml   (takes about a minute to start)"""

import json, os, secrets, subprocess, sys, tempfile, time, urllib.error, urllib.request, yaml

PORT = 4012
config = yaml.safe_load(open(sys.argv[1]))
heads = {k for f in config.get("router_settings", {}).get("fallbacks", []) for k in f}
for row in config["model_list"]:
    row["litellm_params"]["mock_response"] = (
        "litellm.InternalServerError" if row["model_name"] in heads else "mocked " + row["litellm_params"]["model"]
    )
path = tempfile.mkstemp(suffix=".yaml")[1]
yaml.safe_dump(config, open(path, "w"))
key = "sk-" + secrets.token_hex(24)
names = {
    v.split("/", 1)[1]
    for row in config["model_list"]
    for v in row["litellm_params"].values()
    if isinstance(v, str) and v.startswith("os.environ/")
}
env = {
    **os.environ,
    **{n: "http://127.0.0.1:9" if "BASE" in n else "x" for n in names},
    "LITELLM_MASTER_KEY": key,
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}
proxy = subprocess.Popen(
    [
        os.path.join(os.path.dirname(sys.executable), "litellm"),
        "--config",
        path,
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
    ],
    env=env,
    stdout=open(path + ".log", "w"),
    stderr=subprocess.STDOUT,
)


def get(where, body=None):
    r = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{where}",
        json.dumps(body).encode() if body else None,
        {"authorization": "Bearer " + key, "content-type": "application/json"},
    )
    with urllib.request.urlopen(r, timeout=60) as a:
        return json.load(a), dict(a.headers)


try:
    for _ in range(180):
        if proxy.poll() is not None:
            sys.exit(open(path + ".log").read()[-2000:])
        try:
            get("/v1/models")
            break
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    bad = 0
    for row in config["model_list"]:
        a, h = get(
            "/v1/chat/completions", {"model": row["model_name"], "messages": [{"role": "user", "content": "hi"}]}
        )
        print(
            row["model_name"],
            "->",
            a["choices"][0]["message"]["content"],
            "| fallbacks",
            h.get("x-litellm-attempted-fallbacks"),
            "| cost known",
            "x-litellm-response-cost" in h,
        )
        bad += (row["model_name"] in heads) != (h.get("x-litellm-attempted-fallbacks") != "0")
    sys.exit(1 if bad else 0)
finally:
    proxy.terminate()
    proxy.wait(20)
