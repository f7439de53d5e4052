"""The small dictionary: parts of Dutch compounds, irregular forms, words without content.

Hand-made for offices, public administration and the introduction of IT. A word that is missing here
is still found as itself; it is only not found by its parts.
"""

from __future__ import annotations

_PARTS = """
    aanbod aandacht aanleg aanpak aanpassing aantekening aanvraag aanwezigheid aard account accu
    acht achtergrond actie activiteit adres advies adviseur afdeling afsluiting afspraak agenda
    agendastuk akkoord alarm ambtenaar ambtenaren amendement analyse angst antwoord app apparaat
    apparatuur applicatie arbeid archief archivering arm artikel auto automatisering avg avond baan
    baas bak balie bank basis batterij beamer bed bedrag bedrijf bedrijven beeld beeldbel
    beeldscherm begeleider begeleiding begin begrip begroting behandeling beheer beheerder behoefte
    bel belang belasting beleid belofte bericht berichten beroep bescherming beslissing besluit
    besluitenlijst bespreek bestand bestelling bestuur bestuurder betaling betrokkenheid beveiliging
    bewaar bewaking bewijs bewoner bezoek bezwaar bhv bibliotheek bijdrage bijeenkomst bijlage
    bijscholing blad blik blok bod bode bodes boek boodschap bord bouw brand brief briefing brieven
    bril bron bruikbaarheid budget bundel bureau burgemeester burger bus buurt cadeau camera
    capaciteit casus centrum certificaat chaos check chef cijfer client cluster coach coachings code
    collega collegas college commissie communicatie computer concept conflict contact contract
    controle cultuur cursus dag dagdeel dagelijks data datum deadline deel deelnemer deur dicht
    dienst dienstverlening dier digibord digitaal digitalisering directeur directie discussie
    document documenten doel doelgroep doos dorp dossier draad draagvlak drempel druk duur economie
    eenheid effect eigenaar eind eisen energie ervaring evaluatie examen expert factuur fase feest
    feit fiets figuur file film filter financien folder formulier formulieren foto fout foutmelding
    fractie fractievoorzitter functie functionaris gang garantie gast gebied gebouw gebruik
    gebruiker gebruikers gedrag geheim geheugen geld geluid gemak gemeente gemeenteraad geschiedenis
    gesprek gesprekken gevaar geval gevoel gevolg geweten gewoonte gezin gezondheid gis glas goed
    grens griffie griffier groei groep groepen grond haast half hand handboek handeling handleiding
    handtekening haperingen hart haven helft help helpdesk hoek hoofd hoofdpijn hotel houding hrm
    huis huisstijl hulp hulpmiddel huur ict idee identiteit incident indeling informatie ingang
    inhoud inkomen inkoop inlog innovatie inrichting inspectie inspraak instelling instructie
    instructies integriteit interesse internet interview inval invoer invoering invul inwerk inwoner
    inwoners inzage inzet inzicht ipad jaar jongeren jurist kaart kaarten kabel kader kalender kamer
    kanaal kans kantoor kast kennis kern keten keuken keuze kind kinder klacht klank klant klas
    kleur klik klok knelpunt knop knoppen koffer koffie kolom kop koppeling koptelefoon kost kosten
    kraam kracht krant krediet kring kunde kwaliteit laag laan lade lader land laptop last leden
    leer lees leider leiding leven leverancier levering lezer licentie licht lid lijf lijn lijst
    lijsten link locatie lokaal loket loon loop maand maat maatregel maatschappij maatwerk machine
    macht mail mailbox map mappen markt materiaal medewerker medewerkers medium meester meeting meld
    melding meldingen mening mensen menu methode mfa microfoon middag middel middelen milieu minuten
    minuut mobiel model moderator moeite moment motie muis muziek naam nacht nek netwerk nieuws
    niveau nood norm notificatie notitie notulen notulist nummer object ochtend oefen oefening ogen
    omgeving omzet onderdeel onderhoud ondernemer ondernemings ondersteuning onderwerp onderwijs
    onderzoek ontvangst ontwerp ontwikkeling onzekerheid oog oor oordeel oorzaak opdracht
    opdrachtgever opgave oplader opleiding oplossing opmerking opslag opzet orde organisatie ouder
    ouderen overdracht overheid overleg overlegtafel overzicht paar pad pagina pakket paneel papier
    papieren partij partner paspoort patient pauze pdf pen pensioen periode personeel personeels
    persoon persoons perspectief pijn pilot plaats plan planning plein plek plicht ploeg poging
    politie politiek pols portaal portefeuille positie post postvak praktijk prestatie prijs print
    printer prioriteit privacy probleem procedure proces processen product productie programma
    project projectleider protocol provincie publiek punt raad raads raadzaal raam rail rand rapport
    rapportage rapporten reactie recht rechten record regel regels regie register registratie reis
    rekening relatie reserve resultaat richting richtlijn risico rol rondleiding rooster route rug
    ruimte rust samenleving samenwerking scan scanner schade schap scherm schermen scholing school
    schrift schriften schrijf schrijver seconde secretaresse secretariaat secretaris sector sein
    server sessie site situatie sleutel slot sms snelheid sociaal software sollicitatie soort
    spanning spel speler spits spoed spoor spraak spreekuur spreker staat stad stadhuis stand
    standaard stap start station status stem stemming steun stijl stoel stof storing storings straat
    strategie stress stroom structuur student studie stuk stukken stuur subsidie systeem taak taal
    tabel tablet tafel taken talent tarief team teams techniek technologie teken tekening tekst
    telefoon tempo termijn terrein test tester tevredenheid thema thuis tijd tijden tip titel
    toegang toekomst toelichting toets toezegging toezicht toon trainer training traject transport
    trap trend tuin typ uitgave uitkering uitleg uitnodiging uitval uitvoering uitwisseling
    uitzondering uren usb uur vaardigheid vak vakantie vaste veiligheid veld verandering
    verantwoording verbetering verbinding verdeling vereniging vergader vergadering vergaderingen
    vergrijzing vergunning vergunningen verhaal verkeer verkenning verkiezing verlies verlof
    vernieuwing verplichting verschil versie verslag vertraging vertrouwen vervanging vervoer
    verwachting verwerking verzekering verzoek video vinger visie vlak vloer voertuig voet volg
    volgorde voorbeeld voorbereiding voorkeur voorlichting voorraad voorstel voortgang voorwaarde
    voorziening voorzitter vorm vpn vraag vraagbaak vragen vrees vriend vrijheid vrijwilliger vrouw
    vuur waarde wacht wachttijd wachtwoord wagen wand water web week weekend weer weet weg weken
    welzijn wensen werk werkdruk werker werkgever werkgroep werkplek werkwijze werkzaamheden wet
    wetgeving wethouder whiteboard wijk wijziging winkel winst wisseling wmo wonen woning woo woord
    woorden zaak zaal zaken zeker zekerheid zicht ziekte zin zoek zomer zone zorg
"""
COMPOUND_PARTS = frozenset(_PARTS.split())
"""Words (folded, also some plurals) of which compounds are made."""

_IRREGULAR = """
    lid leden
    stad steden
    kind kinderen kinder
    oog ogen
    woord woorden
    gemeente gemeenten gemeentes
    gezin gezinnen
    gezond gezonde gezondheid
    gebied gebieden
    geduld geduldig
    gewoon gewone
    gewoonte gewoonten gewoontes
    gelijk gelijke
    gesprek gesprekken
    gemak gemakken
    gedrag gedragingen
    geheim geheimen geheime
    gebouw gebouwen
    gevoel gevoelens
    gebruik gebruiken gebruikt gebruikte gebruiks
    gebruiker gebruikers
    interesse interesses
    ga gaan gaat ging gingen gegaan
    sta staan staat stond stonden gestaan
    doe doen doet deed deden gedaan
    zie zien ziet zag zagen gezien
    kom komen komt kwam kwamen gekomen
    krijg krijgen krijgt kreeg kregen gekregen
    blijf blijven blijft bleef bleven gebleven
    schrijf schrijven schrijft schreef schreven geschreven
    lees lezen leest las lazen gelezen
    spreek spreken spreekt sprak spraken gesproken
    neem nemen neemt nam namen genomen
    geef geven geeft gaf gaven gegeven
    vind vinden vindt vond vonden gevonden
    denk denken denkt dacht dachten gedacht
    weet weten wist wisten geweten
    zoek zoeken zoekt zocht zochten gezocht
    breng brengen brengt bracht brachten gebracht
    kies kiezen kiest koos kozen gekozen
    begin beginnen begint begon begonnen
    help helpen helpt hielp hielpen geholpen
    loop lopen loopt liep liepen gelopen
    val vallen valt viel vielen gevallen
    houd houden houdt hou hield hielden gehouden
    laat laten liet lieten gelaten
    sluit sluiten sloot sloten gesloten
    verlies verliezen verliest verloor verloren
    begrijp begrijpen begrijpt begreep begrepen begrip
    kijk kijken kijkt keek keken gekeken
    zit zitten zat zaten gezeten
    lig liggen ligt lag lagen gelegen
    vraag vragen vraagt vroeg vroegen gevraagd
    werk werken werkt werkte werkten gewerkt
    leer leren leert leerde leerden geleerd
    zeg zeggen zegt zei zeiden gezegd
    kost kosten kostte kostten gekost
    snel snelle sneller snelst snelste
    moeilijk moeilijke moeilijker moeilijkst moeilijkste
    makkelijk makkelijke makkelijker makkelijkst makkelijkste gemakkelijk gemakkelijke gemakkelijker
    groot grote groter grotere grootst grootste
    lang lange langer langere langst langste
    kort korte korter kortere kortst kortste
    duur dure duurder duurdere duurst duurste
    goed goede beter betere best beste
    slecht slechte slechter slechtere slechtst slechtste
    klein kleine kleiner kleinere kleinst kleinste
    druk drukke drukker drukkere drukst drukste
    oud oude ouder oudere oudst oudste
    veel vele meer meest meeste
    weinig minder minst minste
    vaak vaker vaakst
    eerder eerst eerste
    later laatst laatste
    collega collegas
"""
LEMMA_OF = {
    form: line.split()[0] for line in _IRREGULAR.strip().splitlines() for form in line.split()
}
"""Form (folded) → its stem, where the stemmer errs: "gemeente" is no "mening"."""

_STOP = """
    de het een en of van in is op te dat die dit deze er om als bij naar met voor aan uit tot over
    ook al dan maar nog wel niet geen zo dus want toen nu hier daar waar wat wie hoe welke ik je jij
    jou jouw u uw hij zij ze zich hem haar hun wij we ons onze mij me mijn men ben bent was waren
    zijn wordt worden werd heb hebt heeft had hebben kan kunnen kon zal zullen zou zouden moet
    moeten mag mogen wil door onder tegen tussen omdat doordat zodat terwijl wanneer alle alles
    andere iets niets iemand zelf eens weer heel erg zeer toch even echt gewoon steeds altijd the a
    an and of to it is that this with
"""
STOP_WORDS = frozenset(_STOP.split())
"""Words (folded) that say nothing about the subject."""
