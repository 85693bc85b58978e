"""`sessionlens compare`: what both noticed, what only one did, and the figures last."""

import json
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line

from sessionlens.storage.reviews import load_review

HEAD = REVIEW.split("[[markers]]")[0]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def review(cli: CommandLine, name: str, *times: float, role: str = "mentor", **more: str) -> Path:
    text = HEAD.replace('"mentor"', f'"{role}"').replace("5f0c5f0c", name.encode().hex()[:8])
    for number, at in enumerate(times, 1):
        text += f'[[markers]]\nid = "m{number}"\nstart = {at}\ncompetency = "presence"\n'
        text += f'rating = "growth"\ncomment = "{more.get("comment", name)}"\n\n'
    for competency in more.get("verdicts", "").split():
        text += f'[[verdicts]]\ncompetency = "{competency}"\nvalue = "{more["value"]}"\n\n'
    return cli.write(name, text)


def test_the_fixture_is_matched_without_bins(cli: CommandLine) -> None:
    review(cli, "a.review.toml", 155.105, 169.855, 264.855)
    review(cli, "b.review.toml", 156.405, 170.852, 264.606)
    result = cli.run("compare", "a.review.toml", "b.review.toml", "--tolerance", "2s", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert list(document)[:3] == ["both", "only_a", "only_b"]
    assert [[a["start"], b["start"]] for a, b in document["both"]] == [
        [155.105, 156.405],
        [169.855, 170.852],
        [264.855, 264.606],
    ]
    assert (document["only_a"], document["only_b"], document["f1"]) == ([], [], 1.0)
    assert document["competencies"]["presence"] == {"both": 3, "a": 3, "b": 3, "f1": 1.0}
    assert (document["ratings"]["cases"], document["ratings"]["kappa"]) == (3, None)
    assert "too few" in document["ratings"]["missing"]


def test_markers_are_named_as_in_their_files(cli: CommandLine) -> None:
    review(cli, "a.review.toml", 10.0)
    cli.write("b.review.toml", HEAD)
    document = json.loads(cli.run("compare", "a.review.toml", "b.review.toml", "--json").stdout)
    assert document["only_a"] == [
        {
            "id": "m1",
            "start": 10.0,
            "competency": "presence",
            "rating": "growth",
            "comment": "a.review.toml",
        }
    ]


def test_the_list_comes_first_and_the_number_last(cli: CommandLine) -> None:
    review(cli, "a.review.toml", 10.0, 60.0, comment="[/x] alone")
    review(cli, "b.review.toml", 11.0, 90.0, verdicts="presence", value="partly")
    output = cli.run("compare", "a.review.toml", "b.review.toml").stdout
    order = [output.index(part) for part in ("Both (1)", "Only A", "Only B", "Verdicts", "F1 is")]
    assert order == sorted(order)
    assert "01:00.0  Maintains Presence  -  [/x] alone" in output
    assert "0.50 from 4 markers" in output
    assert "too few" not in output.split("F1 is")[0]


@pytest.mark.parametrize(
    ("count", "message"), [(1, "- 1 private marker was left"), (2, "- 2 private markers were left")]
)
def test_private_markers_are_left_out_and_counted(
    cli: CommandLine, count: int, message: str
) -> None:
    path = review(cli, "a.review.toml", 10.0, 60.0)
    text = path.read_text("utf-8")
    path.write_text(text.replace("rating =", "private = true\nrating =", count), "utf-8")
    review(cli, "b.review.toml", 11.0)
    assert message in cli.run("compare", "a.review.toml", "b.review.toml").stdout


def test_eight_verdicts_are_enough_for_a_kappa(cli: CommandLine) -> None:
    from sessionlens.storage.rubrics import find_rubric

    names = [one.id for one in find_rubric("icf-core")[0].competencies]
    review(cli, "a.review.toml", 1.0, verdicts=" ".join(names), value="observed")
    text = review(cli, "b.review.toml", 1.0, verdicts=" ".join(names), value="observed").read_text()
    cli.write("b.review.toml", text.replace('"observed"', '"partly"', 3))
    document = json.loads(cli.run("compare", "a.review.toml", "b.review.toml", "--json").stdout)
    assert (document["verdicts"]["cases"], document["verdicts"]["same"]) == (8, 5)
    assert document["verdicts"]["kappa"] == 0.0  # A never differs, so chance explains it all
    assert [one["competency"] for one in document["verdicts"]["differences"]] == names[:3]


@pytest.mark.parametrize(
    ("given", "seconds"), [("500ms", 0.5), ("1,5", 1.5), ("3 s", 3.0), ("0", 0.0)]
)
def test_a_tolerance_as_people_write_it(cli: CommandLine, given: str, seconds: float) -> None:
    review(cli, "a.review.toml", 1.0)
    review(cli, "b.review.toml", 1.0)
    result = cli.run("compare", "a.review.toml", "b.review.toml", "--tolerance", given, "--json")
    assert json.loads(result.stdout)["tolerance"] == seconds


@pytest.mark.parametrize("given", ["soon", "-1s", "2m", "61s", "nan"])
def test_a_tolerance_that_is_none_is_refused(cli: CommandLine, given: str) -> None:
    review(cli, "a.review.toml", 1.0)
    review(cli, "b.review.toml", 1.0)
    error_line(cli.run("compare", "a.review.toml", "b.review.toml", f"--tolerance={given}"))


def test_reviews_of_different_recordings_or_rubrics_are_refused(cli: CommandLine) -> None:
    review(cli, "a.review.toml", 1.0)
    text = review(cli, "b.review.toml", 1.0).read_text()
    cli.write("b.review.toml", text.replace('id = "icf-core"', 'id = "emcc-v2"'))
    assert "emcc-v2" in error_line(cli.run("compare", "a.review.toml", "b.review.toml"))
    for name, hash_, length in (("a", "aa", "00:45:12.000"), ("b", "bb", "00:30:00.000")):
        text = review(cli, f"{name}.review.toml", 1.0).read_text()
        more = f'file = "talk.wav"\nsha256 = "{hash_}"\nduration = {length}\n'
        cli.write(f"{name}.review.toml", text.replace('file = "talk.wav"\n', more))
    line = error_line(cli.run("compare", "a.review.toml", "b.review.toml"))
    assert "another recording" in line
    assert "30:00" in line


def sealed(cli: CommandLine) -> tuple[Path, Path]:
    mentor = review(cli, "talk.review.toml", 1.0)
    cli.run("export", mentor)
    return (
        review(cli, "talk.self.review.toml", 1.2, role="coach"),
        cli.folder / "talk.feedback.toml",
    )


def test_a_coach_finishes_first_or_breaks_the_seal_knowingly(cli: CommandLine) -> None:
    own, feedback = sealed(cli)
    assert "stay sealed until you have" in error_line(cli.run("compare", own, feedback))
    assert load_review(own).seal_broken is None
    result = cli.run("compare", own, feedback, "--break-seal")
    assert (result.exit_code, "Both (1)" in result.stdout) == (0, True)
    assert load_review(own).seal_broken is not None
    assert cli.run("compare", own, feedback).exit_code == 0


def test_a_program_sees_no_more_of_the_mentors_moments_than_the_coach(cli: CommandLine) -> None:
    own, feedback = sealed(cli)
    assert "--break-seal" in error_line(cli.run("compare", own, feedback, "--json"))
    assert load_review(own).seal_broken is None
    result = cli.run("compare", own, feedback, "--json", "--break-seal")
    assert len(json.loads(result.stdout)["both"]) == 1
    assert "stay sealed" in result.stderr
    assert load_review(own).seal_broken is not None


def test_exporting_ones_own_review_does_not_lead_round_the_seal(cli: CommandLine) -> None:
    own, feedback = sealed(cli)
    (cli.folder / "talk.review.toml").unlink()  # the mentor's: it is not in a coach's folder
    cli.run("export", own)
    exported = cli.folder / "talk.to-send.self.review.toml"
    assert "stay sealed" in error_line(cli.run("compare", exported, feedback, "--json"))
    assert cli.run("compare", exported, feedback, "--break-seal").exit_code == 0
    assert load_review(own).seal_broken is not None
    assert cli.run("compare", exported, feedback).exit_code == 0
    text = own.read_text("utf-8").replace("seal_broken", "# seal_broken")
    own.write_text(text.replace("[session]", "[sessions]"), "utf-8")
    mail = cli.write("mail/from-maria.toml", feedback.read_bytes())
    feedback.unlink()
    assert "cannot be read" in error_line(cli.run("compare", mail, exported))


@pytest.mark.parametrize("more", [["--tolerance=61s"], ["--screen"]])
def test_what_is_not_shown_in_the_end_breaks_no_seal(cli: CommandLine, more: list[str]) -> None:
    own, feedback = sealed(cli)
    error_line(cli.run("compare", own, feedback, "--break-seal", *more))
    assert load_review(own).seal_broken is None


def sent(cli: CommandLine) -> Path:
    own = review(cli, "coach/talk.self.review.toml", 1.2, role="coach")
    copy = cli.folder / "talk.to-send.self.review.toml"
    assert cli.run("export", own, "-o", copy).exit_code == 0
    return copy


def test_of_a_coachs_private_file_a_mentor_is_told_nothing(cli: CommandLine) -> None:
    review(cli, "talk.review.toml", 1.0)
    own = review(cli, "talk.self.review.toml", 1.2, role="coach")
    assert "private file" in error_line(cli.run("export", own))
    assert "nothing of it is said" in cli.run("check", own).stdout
    told = json.loads(cli.run("info", own, "--json").stdout)
    assert (told["markers"], told["verdicts"]) == (None, None)
    assert "private file" in told["warnings"][0]


def test_a_coachs_private_file_is_compared_by_no_mentor(cli: CommandLine) -> None:
    mentor = review(cli, "talk.review.toml", 1.0)
    own = review(cli, "talk.self.review.toml", 1.2, role="coach")
    cli.run("export", mentor)
    for more in ([], ["--json"], ["--break-seal"]):
        line = error_line(cli.run("compare", mentor, own, *more))
        assert f"{own}: This is the coach's private file, and nothing of it is shown." in line
        assert "Ask them for the copy that their export makes" in line


def test_a_program_is_given_the_coachs_review_with_a_warning(cli: CommandLine) -> None:
    mentor, own = review(cli, "talk.review.toml", 1.0), sent(cli)
    result = cli.run("compare", mentor, own, "--json")
    assert len(json.loads(result.stdout)["both"]) == 1
    assert "when your own feedback has been exported" in result.stderr


def test_a_mentor_exports_first(cli: CommandLine) -> None:
    mentor, own = review(cli, "talk.review.toml", 1.0), sent(cli)
    line = error_line(cli.run("compare", mentor, own))
    assert "sessionlens export talk.review.toml" in line
    assert "--break-seal" not in error_line(cli.run("compare", mentor, own, "--break-seal"))
    cli.run("export", mentor)
    assert cli.run("compare", mentor, own).exit_code == 0


def test_an_export_to_any_place_is_an_export(cli: CommandLine) -> None:
    mentor, own = review(cli, "talk.review.toml", 1.0), sent(cli)
    cli.run("export", mentor, "-o", "for-anna.toml")
    assert cli.run("compare", mentor, own).exit_code == 0
    (cli.folder / "for-anna.toml").unlink()
    assert cli.run("compare", mentor, own).exit_code == 0


def test_nothing_that_two_files_hold_acts_upon_the_terminal(cli: CommandLine) -> None:
    bad = "\\u001b[2J[@click=x]\\u202e"
    review(cli, "a.review.toml", 1.0, comment=bad)
    review(cli, "b.review.toml", 9.0, comment=bad)
    output = cli.run("compare", "a.review.toml", "b.review.toml").stdout
    assert "\x1b" not in output
    assert "[@click=x]" in output
