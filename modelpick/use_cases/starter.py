"""The commented catalog file that `modelpick init` writes."""

from __future__ import annotations

from pathlib import Path

from modelpick.storage.writing import write_file

STARTER = """\
# modelpick: your own models, prices, scores and policy, laid over the catalog that comes with the program.
# This file counts in its folder; below it, up to the root of the repository, once `modelpick config trust` was said
# there. Files of the same form in your config folder (`modelpick config path`) count everywhere, and
# `modelpick config show` says which value comes from which file.
#
# Every example below is commented out. To use one, take away the # at the beginning of its lines, and no more.
# `modelpick catalog validate modelpick.yaml` checks the file; each fault is told with its line.
# What has no other source than you has `source: own`. A missing value is unknown: never write 0 for it.

# What may be used. Of a kind under `allow` nothing else may; what is denied anywhere stays denied.
# Kinds are models, labs, providers and licenses. Answers give the reason, and the line here that says so.
#policy:
#  allow:
#    - {providers: [amazon-bedrock, google-vertex, openai], because: our contracts}
#  deny:
#    - {labs: [xai], because: "decision of 2026-03-02"}
#    - {models: [openai/gpt-5.4]}

# What you pay, in US dollars per million tokens. From `on` it stands in place of the published price; what it does
# not say (here the price of cached input) is unknown, for the published figure is not yours.
#prices:
#  - {model: openai/gpt-5.4, provider: openai, on: 2026-07-01, in: 2.00, out: 12.00, batch_discount: 0.5}

# Percent off the published prices of a provider, perhaps on one model only, perhaps for a time.
#discounts:
#  - {provider: amazon-bedrock, percent: 12, since: 2026-01-01, until: 2026-12-31, note: enterprise agreement}
#  - {provider: openai, model: openai/gpt-5.4, percent: 20}

# A gateway of your own, and a private fine-tune that it serves. `base` is what the model was trained further from:
# its license, context and size hold here too unless you say otherwise; its figures and prices do not.
# A provider or model that is known already may be added to: give its id and what differs.
#providers:
#  - id: acme-gateway
#    name: Acme gateway
#    kind: gateway
#    jurisdictions: [EU]
#    jurisdictions_source: own
#    terms:
#      training: {is: no, source: own, on: 2026-06-01}
#      residency:
#        eu: {is: yes, source: own, on: 2026-06-01}
#models:
#  - id: acme/support
#    name: Acme Support
#    base: openai/gpt-5.4
#    released: 2026-06-01
#    status:
#      - {on: 2026-06-01, surface: api, is: ga, source: own}
#    offerings:
#      - provider: acme-gateway
#        since: 2026-06-01
#        is: ga
#        source: own
#        context: 128000
#        prices: [{on: 2026-06-01, in: 3, out: 9}]

# Names that you use.
#aliases:
#  - {alias: our default, model: openai/gpt-5.4}

# What a signed paper says of a provider, and until when. `modelpick terms confirm` writes these lines.
#terms:
#  - {provider: anthropic, term: baa, is: yes, on: 2026-06-01, document: contract-2026-06, until: 2027-06}

# How well an offering was served when you measured it. `modelpick status MODEL --live --probe --record` writes these
# lines.
#service:
#  - {model: openai/gpt-5.4, provider: openai, on: 2026-06-15, source: own, first_token_s: 0.9, tokens_per_s: 71}

# What you measured yourself; it outranks every published figure. `modelpick scores add` writes these lines.
#scores:
#  - {model: openai/gpt-5.4, benchmark: swe-bench-verified, value: 71.5, on: 2026-06-15, note: 40 tickets of ours}

# A benchmark of your own, for needs of your own (`--rules`). The anchors say what is worth nothing and what everything.
#benchmarks:
#  - id: acme-tickets-2026
#    name: Acme tickets
#    family: acme-tickets
#    tests: closes a ticket of our own without help
#    unit: percent
#    range: [0, 100]
#    anchors: {worst: 0, best: 100, why: share of the tickets closed}
#    noise: {tau0: 2.0, items: 200}

# What several benchmarks measure alike, for needs of your own. A figure on any of the editions is on topic.
#skills:
#  - {id: acme-support, name: Support at Acme, tests: closes tickets of our desk, reference: acme-tickets-2026,
#     editions: [acme-tickets-2026], why: the tickets of one desk}

# A machine of your own for `--hardware`, in GB of 10^9 bytes, and what it costs: `rent` per hour, `price` to own it.
#hardware:
#  - {id: acme-box, name: Acme box, kind: workstation, memory_gb: 48, bandwidth_gb_s: 960, source: own,
#     rent: {usd: 0.8, source: own}}
# What an hour of a rented one costs where you rent.
#rentals:
#  - {device: nvidia/h100-sxm, seller: Our cloud, price: 1.9, kind: reserved, source: own, on: 2026-11-01}

# Where the GGUF files lie that `fit` and `export` should name, and what you measured of a model at another precision.
#gguf:
#  - {model: qwen/qwen3-32b, repository: acme/Qwen3-32B-GGUF, source: own}
#precision:
#  - {model: qwen/qwen3-32b, precision: q4_k_m, test: 40 tickets of ours, full: 71.5, value: 70.0, by: Acme,
#     source: own, read: 2026-06-15}

# What you use a model for, a month, for `--workload`; and what a model took for a suite of tasks of yours.
#workloads:
#  - {id: support, name: Support desk, requests: 120000, input_tokens: 2400, output_tokens: 350, cached: 0.5,
#     basis: our log of June}
#token_counts:
#  - {model: openai/gpt-5.4, suite: our tickets, tasks: 40, output_tokens: 21000, source: own, on: 2026-06-15}

# A word of your house, for `modelpick show`.
#glossary:
#  - {id: tier-one, name: tier one, says: What Acme calls models that its board has let in.}

# An id that has ended, or will, where you call it, for `modelpick audit` and `status`.
#ended:
#  - {provider: groq, id: acme-tuned-1, is: retired, on: 2026-09-30, source: own, read: 2026-09-01, evidence: primary}

# A document of your own that figures may name as their source.
#sources:
#  - {id: acme-evaluation-2026, title: Evaluation of models, publisher: Acme, kind: independent, date: 2026-06-20}
"""


def write_starter(file: Path, *, overwrite: bool = False) -> None:
    """Write the starter file.

    Raises:
        ModelpickError: it is there already and `overwrite` is false, or it cannot be written.
    """
    write_file(file, STARTER.encode(), over=overwrite)
