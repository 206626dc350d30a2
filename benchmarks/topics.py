"""Topics found against topics given by people: quality, seconds and memory, side by side.

    python benchmarks/topics.py [--data DIR] [--seeds N] [--only NAME ...]

Reads public sets that lie outside the project (see benchmarks/README.md) and says so where they
are not there. Each method runs in a process of its own, so that its peak memory is its own;
labels are compared by adjusted mutual information (AMI) and adjusted Rand index (ARI), means
over the seeds. BERTopic is measured where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETS = {
    "reports": ("citizen-reports/reports.csv", "types"),
    "utterances": ("call-centre/utterances.csv", "object"),
}
MESSAGES = "social-messages/messages.csv"
LEAST = 10  # texts that a label needs in order to count
LIMITS = {"reports": 0.34, "utterances": 0.25}  # AMI with the number of topics given


def main() -> int:
    options = _options()
    if options.method:
        print(json.dumps(_measure(options)))
        return 0
    missing = [name for name, (file, _) in SETS.items() if not (options.data / file).exists()]
    if missing:
        print(f"Nothing measured: {', '.join(missing)} not found under {options.data}.")
        print("benchmarks/README.md tells where the public sets come from; pass --data DIR.")
        return 0
    methods = _methods(options)
    results = [_row(name, method, options) for name in SETS for method in methods]
    _print_table(results)
    _print_ratios(results)
    _print_messages(methods, options)
    return _judge(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = ROOT.parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default, metavar="DIR")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="*", metavar="METHOD", help=f"of {', '.join(METHODS)}")
    parser.add_argument("--method", help=argparse.SUPPRESS)
    parser.add_argument("--set", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _methods(options: argparse.Namespace) -> list[str]:
    names = [name for name in METHODS if not options.only or name in options.only]
    if importlib.util.find_spec("bertopic") is None:
        left = [name for name in names if name.startswith("bertopic")]
        if left:
            print("BERTopic is not installed: not measured.\n", flush=True)
        names = [name for name in names if name not in left]
    return names


# --- one method, in a process of its own ------------------------------------------------------


def _measure(options: argparse.Namespace) -> dict[str, float]:
    """Seconds, peak memory and, where there are labels, AMI and ARI."""
    ids, texts, labels = _load(options.set, options.data)
    count = len(set(labels)) if labels else None
    begin = time.perf_counter()
    found = METHODS[options.method](ids, texts, count, options.seed)
    measured = {
        "seconds": time.perf_counter() - begin,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "topics": float(len(set(found) - {-1})),
        "left_out": found.count(-1) / len(found),
    }
    return measured | _agreement(labels, found)


def _agreement(labels: Sequence[str], found: Sequence[int]) -> dict[str, float]:
    if not labels:
        return {}
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    return {
        "ami": float(adjusted_mutual_info_score(labels, found)),
        "ari": float(adjusted_rand_score(labels, found)),
    }


def _load(name: str, data: Path) -> tuple[list[str], list[str], list[str]]:
    """Ids, texts and labels; only labels with `LEAST` texts, only the first of several."""
    import pandas as pd

    if name == "messages":
        texts = pd.read_csv(data / MESSAGES)["text"].astype(str).tolist()
        return [str(number) for number in range(len(texts))], texts, []
    file, column = SETS[name]
    table = pd.read_csv(data / file, dtype=str)
    label = table[column].str.split("|").str[0]
    kept = label.map(label.value_counts()) >= LEAST
    return table["id"][kept].tolist(), table["text"][kept].tolist(), label[kept].tolist()


def engine_given(ids: list[str], texts: list[str], count: int | None, seed: int) -> list[int]:
    """The engine, told how many topics."""
    import pandas as pd

    import analytics

    frame = pd.DataFrame({"id": ids, "text": texts})
    result = analytics.run(frame, analytics.Params(topics=count, seed=seed))
    topic = {item.id: item.topic for item in result.assignments}
    return [topic.get(name, -1) for name in ids]


def engine_found(ids: list[str], texts: list[str], count: int | None, seed: int) -> list[int]:
    """The engine, finding the number of topics."""
    return engine_given(ids, texts, None, seed)


def lsa_kmeans(ids: list[str], texts: list[str], count: int | None, seed: int) -> list[int]:
    """The plain baseline: tf-idf of the same words, 50 dimensions, k-means."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize

    from analytics.features import truncated_svd

    weights = _tfidf(texts)
    direction = truncated_svd(weights, 50, seed)[2]
    vectors = normalize(weights @ direction.T)
    return KMeans(count or 20, n_init=10, random_state=seed).fit_predict(vectors).tolist()


def bertopic_hdbscan(ids: list[str], texts: list[str], count: int | None, seed: int) -> list[int]:
    """BERTopic as it comes (UMAP, HDBSCAN), on LSA of the same words: no model to download."""
    from hdbscan import HDBSCAN

    return _bertopic(texts, HDBSCAN(min_cluster_size=10, prediction_data=True), seed)


def bertopic_kmeans(ids: list[str], texts: list[str], count: int | None, seed: int) -> list[int]:
    """BERTopic with k-means, told how many topics."""
    from sklearn.cluster import KMeans

    return _bertopic(texts, KMeans(count or 20, n_init=10, random_state=seed), seed)


def _bertopic(texts: list[str], clusterer: object, seed: int) -> list[int]:
    from bertopic import BERTopic
    from sklearn.preprocessing import normalize
    from umap import UMAP

    from analytics.features import truncated_svd

    weights = _tfidf(texts)
    vectors = normalize(weights @ truncated_svd(weights, 50, seed)[2].T)
    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(umap_model=reduce, hdbscan_model=clusterer, embedding_model=None)
    spaced = [" ".join(words) for words in _words(texts)]
    return list(map(int, model.fit_transform(spaced, embeddings=vectors)[0]))


def _words(texts: list[str]) -> list[list[str]]:
    from analytics.text import words
    from analytics.vocabulary import speaking_words, stop_words

    stop = stop_words()
    return [speaking_words(words(text), stop) for text in texts]


def _tfidf(texts: list[str]):  # type: ignore[no-untyped-def]
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=lambda words: words, min_df=2, sublinear_tf=True)
    return vectorizer.fit_transform(_words(texts))


Method = Callable[[list[str], list[str], int | None, int], list[int]]
METHODS: dict[str, Method] = {
    "engine-given": engine_given,
    "engine-found": engine_found,
    "lsa-kmeans": lsa_kmeans,
    "bertopic-hdbscan": bertopic_hdbscan,
    "bertopic-kmeans": bertopic_kmeans,
}


# --- all methods, and what to print -----------------------------------------------------------


def _row(name: str, method: str, options: argparse.Namespace) -> dict[str, object]:
    runs = [_in_own_process(name, method, seed, options) for seed in range(options.seeds)]
    means = {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}
    return {"set": name, "method": method, **means}


def _in_own_process(
    name: str, method: str, seed: int, options: argparse.Namespace
) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), "--method", method, "--set", name]
    done = subprocess.run(
        [*command, "--seed", str(seed), "--data", str(options.data)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TOKENIZERS_PARALLELISM": "false"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _print_table(results: list[dict[str, object]]) -> None:
    print(f"{'set':<11} {'method':<17} {'AMI':>6} {'ARI':>6} {'topics':>6} {'out':>5} {'s':>6} MB")
    for row in results:
        print(
            f"{row['set']:<11} {row['method']:<17} {row['ami']:6.3f} {row['ari']:6.3f} "
            f"{row['topics']:6.1f} {row['left_out']:5.1%} {row['seconds']:6.1f} "
            f"{row['megabytes']:.0f}"
        )


def _print_ratios(results: list[dict[str, object]]) -> None:
    print("\nAMI of the engine (number of topics given) as a multiple of each other method:")
    for name in SETS:
        ami = {str(row["method"]): float(str(row["ami"])) for row in results if row["set"] == name}
        own = ami.get("engine-given")
        others = {method: value for method, value in ami.items() if method != "engine-given"}
        if own:
            parts = (f"{method} {own / value:.2f}" for method, value in others.items())
            print(f"  {name:<11}" + "   ".join(parts))


def _print_messages(methods: Sequence[str], options: argparse.Namespace) -> None:
    if not (options.data / MESSAGES).exists():
        print(f"\n{MESSAGES} not found: no timing.")
        return
    for method in methods:
        if method != "engine-given":
            row = _in_own_process("messages", method, 0, options)
            print(
                f"\nMessages, {method}: {row['seconds']:.1f} s from text to topics, peak "
                f"{row['megabytes']:.0f} MB, {row['topics']:.0f} topics"
            )


def _judge(results: list[dict[str, object]]) -> int:
    below = [
        f"{row['set']} {row['ami']:.3f} < {LIMITS[str(row['set'])]}"
        for row in results
        if row["method"] == "engine-given" and float(str(row["ami"])) < LIMITS[str(row["set"])]
    ]
    print("\nBelow the limit: " + ", ".join(below) if below else "\nAll limits held.")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
