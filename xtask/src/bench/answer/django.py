"""django-survey-and-report with one page of seven required questions, set up as in production.

`python django_peer.py` makes its tables and its survey; gunicorn serves `django_peer:application`.
"""

import os
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

database = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    CHOICES_SEPARATOR=",",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database.path.lstrip("/"),
            "HOST": database.hostname,
            "PORT": database.port,
            "USER": unquote(database.username or ""),
            "PASSWORD": unquote(database.password or ""),
            # Connections are kept, as ours are.
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DEFAULT_SURVEY_PUBLISHING_DURATION=7,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "survey",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    ROOT_URLCONF="survey.urls",
    SECRET_KEY="only for the bench",
    STATIC_URL="/static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    USE_TZ=True,
)
django.setup()

QUESTIONS = [
    ("radio", "What is your role?", "Buyer, User, Sponsor, Adviser"),
    ("select-multiple", "What decided it?", "Price, Product, People, Timing"),
    ("integer", "How many will use it?", None),
    ("radio", "How was working with us?", "1, 2, 3, 4, 5"),
    ("short-text", "Whom did you choose?", None),
    ("text", "How did you decide?", None),
    ("text", "What should we do better?", None),
]


def set_up():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from survey.models import Question, Survey

    survey = Survey.objects.create(name="Seven questions", description="", need_logged_user=False)
    for order, (kind, text, choices) in enumerate(QUESTIONS):
        Question.objects.create(survey=survey, order=order, required=True, type=kind, text=text, choices=choices)


if __name__ == "__main__":
    set_up()
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
