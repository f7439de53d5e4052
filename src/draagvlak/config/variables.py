"""Every setting of an installation, with its explanation in English and in Dutch.

The only list: the commented configuration file, the defaults, the check on misspelt names and the
reference in the documentation (`python -m tools.reference`) are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Variable:
    """A setting of an installation, as it stands in the configuration file.

    `about` and `over` say the same in English and in Dutch; `kind` is how it is read.
    """

    name: str
    default: str
    about: str
    over: str
    kind: str = "text"
    secret: bool = False


VARIABLES: Final = (
    Variable(
        "DRAAGVLAK_ADDRESS",
        "http://localhost:8000",
        "The address people type. With https a reverse proxy on this machine does the https; it\n"
        "sets the headers Host and X-Forwarded-Proto, and cookies travel over https only.",
        "Het adres dat mensen intypen. Bij https doet een tussenserver op deze machine de https.\n"
        "Die vult Host en X-Forwarded-Proto in. Cookies gaan dan alleen over https.",
        "address",
    ),
    Variable(
        "DRAAGVLAK_LISTEN",
        "127.0.0.1:8000",
        "Where the web server listens: address:port. Leave 127.0.0.1 behind a reverse proxy.",
        "Waar de webserver luistert: adres:poort. Laat 127.0.0.1 staan achter een tussenserver.",
        "address:port",
    ),
    Variable(
        "DRAAGVLAK_SPEAK_ADDRESS",
        "",
        "An own address for those who speak without an account, such as\n"
        "https://inbreng.example.nl. It leads to the same server. Nothing else is found there, so\n"
        "no browser sends a cookie of the rest along. Empty: under DRAAGVLAK_ADDRESS.",
        "Een eigen adres voor wie zonder account iets zegt, zoals https://inbreng.example.nl.\n"
        "Het leidt naar dezelfde server. Verder staat daar niets, en geen browser stuurt er\n"
        "cookies van de rest mee. Leeg: onder DRAAGVLAK_ADDRESS.",
        "address",
    ),
    Variable(
        "DRAAGVLAK_HOSTS",
        "",
        "Further host names that lead to this installation, separated by commas.",
        "Andere namen van deze server, met komma’s ertussen.",
        "list",
    ),
    Variable(
        "DATABASE_URL",
        "",
        "Empty: SQLite in the data folder, good for one organisation and a few hundred people.\n"
        "For PostgreSQL: postgresql://user:password@host:5432/name?sslmode=require\n"
        "(a password with special characters is written percent-encoded).",
        "Leeg: SQLite in de map met gegevens, goed voor één organisatie en een paar honderd\n"
        "mensen.\n"
        "Voor PostgreSQL: postgresql://naam:wachtwoord@server:5432/database?sslmode=require\n"
        "(bijzondere tekens in een wachtwoord schrijf je met procentcodes).",
        secret=True,
    ),
    Variable(
        "DRAAGVLAK_MAIL_HOST",
        "",
        "The mail server. Empty: mail is kept in the data folder.",
        "De mailserver. Leeg: mail blijft in de map met gegevens.",
    ),
    Variable(
        "DRAAGVLAK_MAIL_PORT",
        "587",
        "587 for starttls, 465 for tls, 25 for none.",
        "587 voor starttls, 465 voor tls, 25 voor none.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_MAIL_SECURITY",
        "starttls",
        "starttls, tls or none.",
        "starttls, tls of none (geen versleuteling).",
        "starttls, tls, none",
    ),
    Variable(
        "DRAAGVLAK_MAIL_USER",
        "",
        "The account on the mail server.",
        "Het account op de mailserver.",
    ),
    Variable(
        "DRAAGVLAK_MAIL_PASSWORD",
        "",
        "Better in a file: see _FILE at the top.",
        "Het wachtwoord van dat account. Liever in een bestand: zie _FILE hierboven.",
        secret=True,
    ),
    Variable(
        "DRAAGVLAK_MAIL_FROM",
        "Draagvlak <draagvlak@localhost>",
        "The sender of our mail.",
        "De afzender van onze mail.",
    ),
    Variable(
        "DRAAGVLAK_LANGUAGE",
        "nl",
        "The language before somebody chooses: nl or en.",
        "De taal zolang iemand niet kiest: nl of en.",
        "nl, en",
    ),
    Variable(
        "DRAAGVLAK_TIME_ZONE",
        "Europe/Amsterdam",
        "The clock that dates and times follow.",
        "De klok voor datums en tijden.",
    ),
    Variable(
        "DRAAGVLAK_WORKERS",
        "2",
        "Web processes; about one per processor core.",
        "Webprocessen; ongeveer één per processorkern.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_THREADS",
        "4",
        "Requests that one web process answers at the same time.",
        "Hoeveel vragen één webproces tegelijk beantwoordt.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_KEY",
        "",
        "The master key. Empty: the file `key` in the data folder, made at the first start.\n"
        "Whoever has key and database can read what the server itself can read; without the key\n"
        "the server cannot. Keep a copy of it apart from the backups.",
        "De hoofdsleutel. Leeg: het bestand `key` in de map met gegevens, gemaakt bij de eerste\n"
        "start. Wie sleutel en database heeft, leest wat de server zelf kan lezen. Zonder sleutel\n"
        "kan de server dat niet. Bewaar een kopie los van de reservekopieën.",
        secret=True,
    ),
    Variable(
        "DRAAGVLAK_BACKUP_FOLDER",
        "",
        "Where backups go; best on another disk. Empty: backups in the data folder.",
        "Waar reservekopieën komen, het liefst op een andere schijf. Leeg: backups in de map met\n"
        "gegevens.",
        "folder",
    ),
    Variable(
        "DRAAGVLAK_BACKUP_NIGHTLY",
        "yes",
        "Make a backup every night, and try the latest one every week.",
        "Maak elke nacht een reservekopie, en probeer de nieuwste elke week uit.",
        "yes or no",
    ),
    Variable(
        "DRAAGVLAK_BACKUP_KEEP",
        "7",
        "How many nightly backups are kept.",
        "Hoeveel nachtelijke reservekopieën blijven staan.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_BACKUP_PASSPHRASE",
        "",
        "Seals the backups. Better in a file: see _FILE at the top. Keep it in another place.",
        "Versleutelt de reservekopieën. Liever in een bestand: zie _FILE bovenaan. Bewaar hem\n"
        "ergens anders.",
        secret=True,
    ),
    Variable(
        "DRAAGVLAK_LOG",
        "",
        "Where the log goes. Empty: log/draagvlak.log in the data folder; - : the screen.",
        "Waar het logboek heen gaat. Leeg: log/draagvlak.log in de map met gegevens;\n"
        "- : het scherm (systemd, containers).",
    ),
    Variable(
        "DRAAGVLAK_LOG_FORMAT",
        "text",
        "How the log is written: text, or json (one object per line, for a log gatherer).",
        "Hoe het logboek eruitziet: text, of json (één object per regel, voor een verzamelaar).",
        "text, json",
    ),
    Variable(
        "DRAAGVLAK_LOG_HOST",
        "",
        "Send the log to another machine too (syslog, RFC 5424): tls://host:6514, or for a log\n"
        "gatherer on this machine tcp://127.0.0.1:601 or udp://127.0.0.1:514.",
        "Stuur het logboek ook naar een andere machine (syslog, RFC 5424): tls://server:6514, of\n"
        "voor een verzamelaar op deze machine tcp://127.0.0.1:601 of udp://127.0.0.1:514.",
        "address",
    ),
    Variable(
        "DRAAGVLAK_FILES",
        "",
        "Where files go that people add, sealed. Empty: files in the data folder. For several\n"
        "machines a bucket of a store that speaks S3:\n"
        "s3://bucket/prefix?endpoint=https://host&region=name\n"
        "(without an endpoint: the store of AWS in that region).",
        "Waar bestanden komen die mensen toevoegen, versleuteld. Leeg: files in de map met\n"
        "gegevens. Voor meer machines een bucket in een opslag die S3 spreekt:\n"
        "s3://bucket/voorvoegsel?endpoint=https://server&region=naam\n"
        "(zonder endpoint: de opslag van AWS in die regio).",
        "s3 address",
    ),
    Variable(
        "AWS_ACCESS_KEY_ID",
        "",
        "The account that may read and write in that bucket.",
        "Het account dat in die bucket mag lezen en schrijven.",
    ),
    Variable(
        "AWS_SECRET_ACCESS_KEY",
        "",
        "Its secret. Better in a file: see _FILE at the top.",
        "Het geheim van dat account. Liever in een bestand: zie _FILE bovenaan.",
        secret=True,
    ),
    Variable(
        "DRAAGVLAK_SCAN",
        "",
        "What looks for viruses in files that people add, before they are stored:\n"
        "clamd:/run/clamav/clamd.ctl, clamd://127.0.0.1:3310, or command:/usr/bin/name arguments\n"
        "(a program that reads the file from its input and ends with 0 when it is clean, 1 when\n"
        "not). No answer: the file is refused.",
        "Wat in toegevoegde bestanden naar virussen zoekt, voordat ze worden bewaard:\n"
        "clamd:/run/clamav/clamd.ctl, clamd://127.0.0.1:3310, of command:/usr/bin/naam opties\n"
        "(een programma dat het bestand van zijn invoer leest en met 0 eindigt als het schoon is,\n"
        "met 1 als dat niet zo is). Geen antwoord: het bestand wordt geweigerd.",
        "scanner",
    ),
    Variable(
        "DRAAGVLAK_BREACHED",
        "",
        "A file of breached passwords that a new password may not stand in: SHA-1 marks in order,\n"
        "a line each, as they are given out for download. It is read here; nothing is asked\n"
        "elsewhere.",
        "Een bestand met gelekte wachtwoorden, waar een nieuw wachtwoord niet in mag staan:\n"
        "SHA-1-waarden op volgorde, één per regel, zoals ze te downloaden zijn. Het wordt hier\n"
        "gelezen; er wordt nergens iets nagevraagd.",
        "file",
    ),
    Variable(
        "DRAAGVLAK_UNENCRYPTED",
        "",
        "What may go to another machine without encryption, because the network between is yours:\n"
        "database, mail, log, separated by commas. `draagvlak check` complains of the others.",
        "Wat zonder versleuteling naar een andere machine mag, omdat het netwerk ertussen van jou\n"
        "is: database, mail, log, met komma’s ertussen. `draagvlak check` klaagt over de rest.",
        "list",
    ),
    Variable(
        "DRAAGVLAK_ACTS_PER_MINUTE",
        "600",
        "How often one account may store something in a minute. Then it waits for the next one.",
        "Hoe vaak één account in een minuut iets mag bewaren. Daarna wacht het op de volgende.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_SEARCHES_PER_MINUTE",
        "600",
        "How often one account may search, count or export in a minute.",
        "Hoe vaak één account in een minuut mag zoeken, tellen of uitvoeren naar een bestand.",
        "number",
    ),
    Variable(
        "DRAAGVLAK_METRICS_TOKEN",
        "",
        "Who shows this token (Authorization: Bearer …) reads /metrics/ and /health/details/.\n"
        "Empty: only a request made on this machine itself, not through a proxy.",
        "Wie dit token toont (Authorization: Bearer …), leest /metrics/ en /health/details/.\n"
        "Leeg: alleen een vraag vanaf deze machine zelf, niet via een tussenserver.",
        secret=True,
    ),
)
# Set by the start commands themselves; they have no place in the configuration file.
INTERNAL: Final = (
    Variable("DRAAGVLAK_DATA", "", "The data folder.", "De map met gegevens."),
    Variable(
        "DRAAGVLAK_DEMO",
        "no",
        "yes for the demo programme: no second factor, mail screen.",
        "yes voor het voorbeeldtraject: geen tweede stap bij het aanmelden, mail op een scherm.",
        "yes or no",
    ),
    Variable(
        "DRAAGVLAK_KEYLESS",
        "no",
        "yes while a restore still has to find the key.",
        "yes zolang terugzetten de sleutel nog moet vinden.",
        "yes or no",
    ),
    Variable(
        "DRAAGVLAK_DEBUG", "no", "yes while developing.", "yes tijdens het bouwen.", "yes or no"
    ),
)
