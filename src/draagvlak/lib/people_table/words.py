"""The words by which columns are known, in Dutch and English, without spaces and accents."""

from __future__ import annotations

from enum import StrEnum


class Column(StrEnum):
    """What a column of a people table can hold."""

    NAME = "name"
    """The whole name in one cell."""
    GIVEN_NAME = "given_name"
    INITIALS = "initials"
    INFIX = "infix"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    SECOND_EMAIL = "second_email"
    """Stands in where the first address is empty, and helps to recognise people."""
    FUNCTION = "function"
    UNIT = "unit"
    """A unit or a path of units; the only kind that may occur in several columns (levels)."""
    UNIT_CODE = "unit_code"
    """A code that a list on another sheet explains."""
    PARENT_UNIT = "parent_unit"
    """The unit above the unit in the same row."""
    ORGANISATION = "organisation"
    MANAGER = "manager"
    PERSONNEL_NUMBER = "personnel_number"
    LEFT_ON = "left_on"
    """The last day of work."""
    STATUS = "status"
    """Whether somebody (still) works here, in a word."""


_WORDS = {
    Column.NAME: """
        naam volledigenaam naamvolledig medewerker naammedewerker medewerkernaam medewerkersnaam
        naamvandemedewerker werknemer naamwerknemer voorenachternaam voornaamachternaam
        roepnaamachternaam weergavenaam persoon persoonsnaam naampersoon deelnemer collega
        contactpersoon gebruiker name fullname displayname employee employeename person personname
        namen wie
    """,
    Column.GIVEN_NAME: """
        voornaam voornamen roepnaam firstname givenname forename callname preferredname
    """,
    Column.INITIALS: "voorletters voorletter initialen initials",
    Column.INFIX: """
        tussenvoegsel tussenvoegsels tussenvgsl tussenv tussenvoeg tsv tv voorvoegsel voorvoegsels
        voorvgsl voorv vv infix nameprefix prefix surnameprefix
    """,
    Column.FAMILY_NAME: """
        achternaam achternamen familienaam geslachtsnaam geboortenaam eigennaam lastname surname
        familyname
    """,
    Column.EMAIL: """
        email emailadres emailadressen mail mailadres emailwerk emailadreswerk werkemail werkmail
        zakelijkemail zakelijkemailadres epost elektronischepost emailaddress mailaddress workemail
        upn userprincipalname primarysmtpaddress smtp smtpadres
    """,
    Column.SECOND_EMAIL: """
        email2 tweedeemail tweedeemailadres emailadres2 mail2 alternatiefemail anderemailadres
        overigeemail secondaryemail secondemail alternateemail otheremail
    """,
    Column.LEFT_ON: """
        datumuitdienst uitdienst uitdienstdatum uitdiensttreding datumuitdiensttreding einddatum
        einddatumcontract einddatumdienstverband datumeindedienstverband eindedienstverband
        eindecontract laatstewerkdag enddate terminationdate leavedate leavingdate contractend
        lastworkingday datevanvertrek vertrekdatum
    """,
    Column.STATUS: """
        status statusdienstverband dienstverbandstatus medewerkerstatus statusmedewerker actief
        indienst active employmentstatus employeestatus isactive accountstatus
    """,
    Column.FUNCTION: """
        functie functienaam functieomschrijving functietitel functiebenaming hoofdfunctie rol beroep
        werkzaamalsfunctie function job jobtitle jobname position role jobdescription title
    """,
    Column.PARENT_UNIT: """
        bovenliggendeafdeling bovenliggendeeenheid bovenliggendonderdeel hogereafdeling
        moederafdeling ouderafdeling valtonder onderdeelvan parent parentunit parentdepartment
        parentteam
    """,
    Column.ORGANISATION: """
        organisatie organisatienaam naamorganisatie bedrijf bedrijfsnaam werkgever gemeente
        instelling company companyname organization organisation organizationname employer
    """,
    Column.MANAGER: """
        leidinggevende naamleidinggevende leidinggevendenaam emailleidinggevende
        emailadresleidinggevende directleidinggevende hierarchischleidinggevende manager managernaam
        naammanager manageremail chef teamleider teammanager afdelingshoofd afdelingsmanager
        supervisor reportsto linemanager managername
    """,
    Column.PERSONNEL_NUMBER: """
        personeelsnummer personeelsnr personeelnummer persnr persnummer pnr pnummer
        medewerkernummer medewerkersnummer medewerkernr medewerkerid personeelsid werknemernummer
        werknemersnummer stamnummer registratienummer employeeid employeenumber employeeno
        staffnumber staffid personnelnumber
    """,
}

# Levels of units from high to low: several of these columns side by side form one path.
_UNIT_LEVELS = (
    "directoraat concern sector pijler domein dienst division divisie businessunit",
    "directie directorate cluster",
    "hoofdafdeling maindepartment",
    """
    afdeling afd afdelingen afdelingsnaam naamafdeling organisatieonderdeel onderdeel
    organisatieeenheid organisatorischeeenheid orgeenheid oe eenheid department departement
    departmentname dept orgunit organizationalunit unit unitnaam unitname
    """,
    "bureau vakgroep section sectie subafdeling",
    "team teamnaam teamname naamteam werkgroep subteam",
)

UNIT_LEVEL = {word: level for level, words in enumerate(_UNIT_LEVELS) for word in words.split()}
"""Header word → level, 0 highest."""

COLUMN_OF = {
    **{word: column for column, words in _WORDS.items() for word in words.split()},
    **dict.fromkeys(UNIT_LEVEL, Column.UNIT),
}
"""Header word (letters and digits only, folded) → column."""

_OTHERS = """
    titel titels titulatuur aanhef opmerking opmerkingen notitie datum gebouw locatie
    gebruikersnaam username accountnaam loginnaam login bestandsnaam straatnaam straat plaatsnaam
    plaats woonplaats geboortedatum geboorteplaats functieschaal schaal functiecode afdelingscode
    afdelingsnummer afdelingsnr teamcode unitcode kostenplaats kostendrager fte contracturen bsn
    iban geslacht telefoon telefoonnummer mobiel phone mobile emailprive priveemail privemail
    organisatiecode managerid managernummer datumindienst begindatum startdatum startdate hiredate
"""
NOT_OURS = frozenset(_OTHERS.split())
"""Headers that resemble one of ours and mean something else."""
