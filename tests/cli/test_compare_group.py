"""`sessionlens compare A B C`: who saw what, and one feedback of all."""

import json
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line
from msgspec.structs import replace

from sessionlens.domain.matching import MOST_PAIRS
from sessionlens.domain.reply import SetAnswer, answer_to, new_reply
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import load_review

HEAD = REVIEW.split("[[markers]]")[0]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def review(cli: CommandLine, name: str, *times: float, group: str = "", **more: str) -> Path:
    text = HEAD.replace("5f0c5f0c", name.encode().hex()[:8].ljust(8, "0"))
    who = more.get("reviewer", name.capitalize())
    text = text.replace('reviewer = "Maria"', f'reviewer = "{who}"\n{group}')
    text = text.replace('id = "', f'{more.get("top", "")}\nid = "', 1)
    for number, at in enumerate(times, 1):
        text += f'[[markers]]\nid = "m{number}"\nstart = {at}\ncompetency = "presence"\n'
        text += f'rating = "growth"\ncomment = "{more.get("comment", name)}"\n\n'
    return cli.write(f"{name}.review.toml", text)


@pytest.fixture
def files(cli: CommandLine) -> list[str]:
    review(cli, "maria", 10.0, 60.0)
    review(cli, "jan", 11.0, 90.0)
    review(cli, "lea", 10.5, 60.5)
    return ["maria.review.toml", "jan.review.toml", "lea.review.toml"]


def test_who_saw_what_is_listed_and_nobody_is_ranked(cli: CommandLine, files: list[str]) -> None:
    output = cli.run("compare", *files).stdout
    order = ["Seen by all 3 (1)", "Seen by several (1)", "Seen by one (1)", "What each noticed"]
    assert [output.index(part) for part in order] == sorted(output.index(part) for part in order)
    assert "00:10.0  Jan    Maintains Presence  -  jan" in output
    assert "Maintains Presence  2    2    2" in output
    for word in ("kappa", "F1", "score", "%"):
        assert word not in output


def test_programs_are_given_moments_with_who_saw_them(cli: CommandLine, files: list[str]) -> None:
    document = json.loads(cli.run("compare", *files, "--json").stdout)
    assert [one["name"] for one in document["observers"]] == ["Jan", "Lea", "Maria"]
    first = document["moments"][0]
    assert first["start"] == 10.0
    assert [(one["by"], one["marker"]["start"]) for one in first["seen"]] == [
        ("Jan", 11.0),
        ("Lea", 10.5),
        ("Maria", 10.0),
    ]
    assert document["counts"] == {"all": 1, "several": 1, "one": 1}
    assert document["competencies"]["presence"] == {"Jan": 2, "Lea": 2, "Maria": 2}


def test_the_order_of_the_files_does_not_matter(cli: CommandLine, files: list[str]) -> None:
    first, second = (cli.run("compare", *order, "--json") for order in (files, files[::-1]))
    assert first.stdout == second.stdout


def test_one_feedback_is_written_that_names_who_saw_what(
    cli: CommandLine, files: list[str]
) -> None:
    result = cli.run("compare", *files, "--feedback")
    assert "talk.group.feedback.toml: 3 markers, seen by Jan, Lea and Maria" in result.stdout
    feedback = load_feedback(cli.folder / "talk.group.feedback.toml")
    assert [marker.seen_by for marker in feedback.markers] == [
        ("Jan", "Lea", "Maria"),
        ("Lea", "Maria"),
        ("Jan",),
    ]
    assert "exists already" in error_line(cli.run("compare", *files, "--feedback"))
    assert cli.run("compare", *files, "--feedback", "--force").exit_code == 0
    assert "belongs to another review" in error_line(
        cli.run("compare", *files[:2], "--feedback", "--force")
    )
    assert cli.run("compare", *files[:2], "--feedback", "-o", "two.toml").exit_code == 0
    assert load_feedback(cli.folder / "two.toml").session.reviewer == "Jan and Maria"


@pytest.mark.parametrize("name", ["maria.review.toml", "."])
def test_a_feedback_never_replaces_what_it_is_made_from(
    cli: CommandLine, files: list[str], name: str
) -> None:
    before = (cli.folder / "maria.review.toml").read_bytes()
    error_line(cli.run("compare", *files, "--feedback", "--force", "-o", name))
    assert (cli.folder / "maria.review.toml").read_bytes() == before


def test_every_format_names_who_saw_it(cli: CommandLine, files: list[str]) -> None:
    cli.run("compare", *files, "--feedback")
    for format, ending, words in (
        ("form", "form.md", "Seen by Jan, Lea and Maria"),
        ("html", "report.html", "Seen by Jan, Lea and Maria"),
        ("csv", "markers.csv", '"Jan, Lea, Maria"'),
        ("json", "markers.json", '"seen_by": ['),
        ("labels", "markers.txt", "(Jan, Lea and Maria)"),
        ("vtt", "markers.vtt", "(Jan, Lea and Maria)"),
        ("eaf", "markers.eaf", "Seen by Jan, Lea and Maria"),
    ):
        result = cli.run("export", "talk.group.feedback.toml", "--format", format, "--no-audio")
        assert result.exit_code == 0, result.output
        assert words in (cli.folder / f"talk.group.{ending}").read_text("utf-8-sig"), format
    result = cli.run("export", "talk.group.feedback.toml", "--format", "form-docx")
    assert result.exit_code == 0


def test_what_knows_feedback_knows_this_one(cli: CommandLine, files: list[str]) -> None:
    cli.run("compare", *files, "--feedback")
    told = json.loads(cli.run("info", "talk.group.feedback.toml", "--json").stdout)
    assert (told["kind"], told["markers"]) == ("feedback", 3)
    assert cli.run("check", "talk.group.feedback.toml").exit_code in (0, 1)


def test_what_the_coach_answers_goes_back_to_all(cli: CommandLine) -> None:
    files = [review(cli, name, 10.0, group='setting = "group"') for name in ("jan", "lea")]
    for file in files:
        cli.run("export", file)
    cli.run("compare", *files, "--feedback")
    feedback = load_feedback(cli.folder / "talk.group.feedback.toml")
    answer = replace(answer_to(feedback.markers[0], new_reply(feedback)), text="I waited.")
    reply = SetAnswer(answer).apply(new_reply(feedback))
    path = cli.write("talk.group.reply.toml", encode_reply(reply))
    result = cli.run("export", path)
    assert "1 answer, to be sent to Jan and Lea" in result.stdout
    result = cli.run("export", "talk.group.to-send.reply.toml", "--format", "html")
    page = (cli.folder / "talk.group.to-send.reply.report.html").read_text("utf-8")
    assert "I waited." in page
    assert "Seen by Jan and Lea" in page


def test_patterns_count_a_group_once(cli: CommandLine, files: list[str]) -> None:
    alone = json.loads(cli.run("patterns", "--json").stdout)
    cli.run("compare", *files, "--feedback")
    together = json.loads(cli.run("patterns", "--json").stdout)
    assert len(alone["sessions"]) == 3
    assert len(together["sessions"]) == 1


def test_who_has_not_finished_is_named_to_persons_and_programs(cli: CommandLine) -> None:
    group = 'setting = "group"'
    finished = "finished = 2026-11-21T12:00:00Z"
    files = ["maria.review.toml", "jan.review.toml", "lea.review.toml"]
    review(cli, "maria", 10.0, group=group, top=finished)
    review(cli, "jan", 10.0, group=group)
    review(cli, "lea", 10.0)
    for more in ([], ["--json"], ["--feedback"], ["--screen"], ["--break-seal"]):
        line = error_line(cli.run("compare", *files, *more))
        assert "jan.review.toml: Jan and Lea have not finished" in line
        assert "F finishes it" in line
    assert load_review(cli.folder / "jan.review.toml").seal_broken is None
    review(cli, "jan", 10.0, group=group, top=finished)
    cli.run("export", "lea.review.toml")
    assert cli.run("compare", *files).exit_code == 0


def test_an_offset_brings_recordings_of_ones_own_together(
    cli: CommandLine, files: list[str]
) -> None:
    for name, hash_, length in (("maria", "aa", "00:45:12"), ("jan", "bb", "00:30:00")):
        path = cli.folder / f"{name}.review.toml"
        more = f'file = "talk.wav"\nsha256 = "{hash_}"\nduration = {length}.000\n'
        path.write_text(path.read_text("utf-8").replace('file = "talk.wav"\n', more))
    assert "--offset Jan=SECONDS" in error_line(cli.run("compare", *files))
    result = cli.run("compare", *files, "--offset", "Jan=-1", "--json")
    document = json.loads(result.stdout)
    assert document["counts"]["all"] == 1
    assert document["moments"][0]["seen"][0]["marker"]["start"] == 10.0
    assert "Jan begins 1.0 s earlier" in result.stderr
    assert "Nobody here" in error_line(cli.run("compare", *files, "--offset", "Paul=1"))
    assert "how much later" in error_line(cli.run("compare", *files, "--offset", "Jan"))


@pytest.mark.parametrize(
    "more", [[], ["a.toml"], ["a", "b", "-o", "x"], ["a", "b", "--json", "--feedback"]]
)
def test_what_does_not_fit_together_is_wrong_use(cli: CommandLine, more: list[str]) -> None:
    error_line(cli.run("compare", *more))


def test_nothing_that_files_hold_acts_upon_the_terminal(cli: CommandLine, files: list[str]) -> None:
    bad = "\\u001b[2J[@click=x]\\u202e"
    review(cli, "tom", 1.0, comment=bad, reviewer=bad)
    result = cli.run("compare", *files, "tom.review.toml")
    assert "\x1b" not in result.stdout
    assert "[@click=x]" in result.stdout


@pytest.mark.parametrize("people", [2, 3])
def test_a_crowd_of_moments_is_refused_in_a_line(cli: CommandLine, people: int) -> None:
    each = int((2 * MOST_PAIRS / (people * (people - 1))) ** 0.5) + 1
    names = ["maria", "jan", "lea"][:people]
    for name in names:
        review(cli, name, *(n / 1000 for n in range(each)))
    files = [f"{name}.review.toml" for name in names]
    refusal = error_line(cli.run("compare", *files, "--tolerance", "60s"))
    assert "too many to be told apart" in refusal
    assert "Take a smaller tolerance" in refusal
    assert cli.run("compare", *files, "--tolerance", "0s").exit_code == 0
