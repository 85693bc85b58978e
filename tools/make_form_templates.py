"""Make the Word templates of the forms, which ship with the program and which a mentor may replace.

python tools/make_form_templates.py [--out src/sessionlens/documents/shipped]
"""

import argparse
from pathlib import Path

from form_templates.forms import competency_review, observation_form, transcript

SHIPPED = Path(__file__).parents[1] / "src" / "sessionlens" / "documents" / "shipped"
FORMS = {
    "form.docx": observation_form,
    "competency-review.docx": competency_review,
    "transcript.docx": transcript,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=SHIPPED)
    chosen = parser.parse_args()
    for name, make in FORMS.items():
        make().save(chosen.out / name)
        print(chosen.out / name)


if __name__ == "__main__":
    main()
