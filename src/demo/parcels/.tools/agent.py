"""A stand-in for a coding agent: reads a prompt, says what it does as a stream of JSON, edits files.

It mends lint with autoflake and autopep8, and the rest by script: what to change in which phase lies
in script/ beside it. Like real ones it cheats once: at its first attempt of the type check it silences
the checker in one file instead of mending it.
"""

import json
import os
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "script"
PHASE = os.environ.get("LOCKSTEP_PHASE", "")
FILE = os.environ.get("LOCKSTEP_FILE", "")
ATTEMPT = os.environ.get("LOCKSTEP_ATTEMPT", "1")
EVIDENCE = Path(os.environ.get("LOCKSTEP_EVIDENCE", "."))
INPUT = Path(os.environ.get("LOCKSTEP_INPUT", "."))
DELAY = float(os.environ.get("LOCKSTEP_DEMO_DELAY", "300")) / 1000
CHEATS_IN = "parcels/reader.py"


class Speech:
    """What the agent says: one JSON document a line, as coding agents stream it."""

    def __init__(self, prompt):
        self.session = str(uuid.uuid4())
        self.prompt_tokens = 1200 + len(prompt) // 4
        self.turns = 0
        self.written = 0
        self.say(type="system", subtype="init", model="scripted-1")

    def say(self, **document):
        print(json.dumps({**document, "session_id": self.session}), flush=True)

    def turn(self, content, tokens):
        time.sleep(DELAY)
        self.turns += 1
        self.written += tokens
        usage = {"input_tokens": self.prompt_tokens, "output_tokens": tokens}
        message = {"role": "assistant", "model": "scripted-1", "content": [content], "usage": usage}
        self.say(type="assistant", message=message)

    def text(self, text):
        self.turn({"type": "text", "text": text}, 20 + len(text) // 4)

    def tool(self, name, **given):
        self.turn({"type": "tool_use", "id": f"call_{self.turns}", "name": name, "input": given}, 150)

    def result(self, claim):
        read = self.prompt_tokens * (self.turns + 1)
        self.say(
            type="result",
            subtype="success",
            is_error=False,
            num_turns=self.turns,
            result=claim,
            total_cost_usd=read * 3e-6 + self.written * 15e-6,
            usage={"input_tokens": read, "output_tokens": self.written},
        )


def leave(speech, name, text):
    (EVIDENCE / name).write_text(text, encoding="utf-8")
    speech.tool("Write", file_path=name)


def research(speech, milestone):
    speech.text("I read the project before I change anything.")
    rows = [
        f"| {path} | {len(path.read_text(encoding='utf-8').splitlines())} |"
        for path in sorted(Path("parcels").glob("*.py"))
    ]
    leave(
        speech,
        "research.md",
        f"# Research: {milestone}\n\n"
        "The program reads a list of parcels and prints a quote. Prices are made in `rates`, the\n"
        "command line is `cli`.\n\n| file | lines |\n|---|---:|\n" + "\n".join(rows) + "\n\n"
        "`integration/test_program.py` says what express must do: half as much again, and nothing\n"
        "above 20 kg.\n",
    )
    return "I know the project well enough."


def planning(speech, milestone):
    speech.text("I write the plan from what the research found.")
    seal = json.loads((INPUT / "seals.json").read_text(encoding="utf-8"))["research"]
    leave(
        speech,
        "plan.md",
        f"# Plan: {milestone}\n\nBased on the research sealed as `{seal}`.\n\n"
        "1. `rates.express`: half as much again; parcels above 20 kg are refused.\n"
        "2. `cli`: the option `--express`, and a note beside the total.\n",
    )
    return f"The plan cites {seal}."


def replaced(text, edit):
    """The text with each pair of the edit's parts exchanged."""
    for old, new in re.findall(r"--- replace\n(.*?)\n--- with\n(.*?)\n(?=---)", edit, re.DOTALL):
        text = text.replace(old, new, 1)
    return text


def edit(speech):
    """Applies what the script holds for this phase, or for this phase's one file."""
    changed = []
    for path in sorted((SCRIPT / PHASE).rglob("*.edit")):
        name = str(path.relative_to(SCRIPT / PHASE))[: -len(".edit")]
        if FILE in ("", name):
            file = Path(name)
            before = file.read_text(encoding="utf-8")
            after = replaced(before, path.read_text(encoding="utf-8"))
            if after != before:
                file.write_text(after, encoding="utf-8")
                speech.tool("Edit", file_path=name)
                changed.append(name)
    return changed


def lint(speech):
    for fixer in (
        ["autoflake", "--in-place", "--remove-all-unused-imports", FILE],
        ["autopep8", "--in-place", "--aggressive", "--aggressive", "--max-line-length", "88", FILE],
    ):
        subprocess.run(fixer, check=True, stdout=sys.stderr)
        speech.tool("Bash", command=" ".join(fixer))
    return [FILE]


def silence(speech):
    file = Path(FILE)
    lines = file.read_text(encoding="utf-8").splitlines()
    silenced = [re.sub(r"^(def .*\(row\b.*|.*int\(text\))$", r"\1  # type: ignore", line) for line in lines]
    file.write_text("\n".join(silenced) + "\n", encoding="utf-8")
    speech.tool("Edit", file_path=FILE)
    return [FILE]


def work(speech, milestone):
    if PHASE == "research":
        return research(speech, milestone)
    if PHASE == "planning":
        return planning(speech, milestone)
    if PHASE == "lint":
        changed = lint(speech)
    elif PHASE == "typecheck" and ATTEMPT == "1" and FILE == CHEATS_IN:
        changed = silence(speech)
    else:
        changed = edit(speech)
    if PHASE == "architecture":
        leave(
            speech,
            "architecture_review.md",
            "# Architecture review\n\n"
            "- `rates._price` took six parameters; `price` takes the parcel alone.\n"
            "- `model` and `table` needed each other; a parcel no longer prints itself.\n",
        )
    return f"Changed {', '.join(changed)}." if changed else "Nothing was left to do."


def main():
    if sys.argv[1:] == ["--version"]:
        print("demo-agent 1.0 (scripted)")
        return
    prompt = sys.stdin.read()
    found = re.search(r"Milestone \d+: .+", prompt)
    speech = Speech(prompt)
    speech.result(work(speech, found.group() if found else "Milestone 1"))


main()
