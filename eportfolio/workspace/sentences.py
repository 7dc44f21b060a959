"""What the Samen-scherm says to a client: each sentence once, in Dutch, at A2.

Invariants:
- A sentence has at most ten words; translations stand in the catalogues of `texts.CLIENT`.
- `ASKED` holds every sentence that may be seen while a client decides about sharing: its text is
  pinned in the consent (`together.shown_text`).
"""

from __future__ import annotations

from eportfolio.texts import for_client

YES = for_client("Ja")
NO = for_client("Nee")
BACK = for_client("Terug")
NEXT = for_client("Verder")
DONE = for_client("Klaar")
SAVE = for_client("Opslaan")
STEP = for_client("Stap {number} van {total}")
CONCEPT = for_client("Dit is een eerste vertaling. Een tolk leest mee.")
SIGNS_DUTCH = for_client("U tekent de Nederlandse tekst.")
MORE = for_client("Er staat meer. Lees verder.")
CLOSE = for_client("Wilt u nu stoppen met dit gesprek?")
CLOSES = (for_client("Wat u zei, is bewaard."), for_client("Alles gaat dicht, ook uw dossier."))

WHICH_LANGUAGE = for_client("Welke taal wilt u lezen?")
WHAT_TO_DO = for_client("Wat wilt u doen?")
EXPLAIN = for_client("Uitleg")
REVIEW = for_client("Nakijken")
PERMIT = for_client("Toestemming")
STOP = for_client("Stoppen met delen")
OTHER_LANGUAGE = for_client("Andere taal")

# Explanation: there is nothing to permit here.
YOUR_FILE = (
    for_client("Dit is uw dossier"),
    for_client("Hierin staat wat de gemeente van u weet."),
    for_client("En wat u samen heeft afgesproken."),
    for_client("De gemeente moet dit bewaren van de wet."),
    for_client("U hoeft hier niets te kiezen."),
)
WHO_READS = (
    for_client("Wie mag dit lezen?"),
    for_client("Uw klantmanager mag dit lezen."),
    for_client("Een ander krijgt het niet met dit programma."),
    for_client("Dat kan alleen als u ja zegt."),
)
YOUR_RIGHTS = (
    for_client("Dit mag u altijd"),
    for_client("U mag alles zien."),
    for_client("U mag zeggen wat niet klopt."),
    for_client("U mag zeggen wat niemand anders mag zien."),
    for_client("U mag altijd stoppen met delen."),
)

# Review of what is written
IS_RIGHT = for_client("Klopt dit?")
RIGHT = for_client("Klopt")
WRONG = for_client("Klopt niet")
KEEP_HERE = for_client("Niet delen")
OWN_WORDS = for_client("Eigen woorden")
WHAT_IS_WRONG = for_client("Wat klopt er niet?")
SAY_IT = for_client("Zeg het in uw eigen woorden.")
MAY_BE_EMPTY = for_client("U mag dit ook leeg laten.")
YOU_SAID = for_client("U zei: {answer}")
LOOK_ON = for_client("Volgende")
SEEN_ALL = (
    for_client("U heeft alles gezien"),
    for_client("Uw antwoorden zijn bewaard."),
    for_client("Uw klantmanager kijkt naar wat niet klopt."),
    for_client("Wat u niet wilt delen, blijft hier."),
)
NOTHING_YET = for_client("Er staat nog niets in uw dossier.")

# Permission
THIS_PERSON = for_client("Deze persoon krijgt wat u kiest")
FOR_WHAT = {
    "handover": for_client("Dit wordt uw nieuwe klantmanager."),
    "cover": for_client("Deze persoon helpt u een tijdje."),
    "advice": for_client("Deze persoon leest mee en geeft advies."),
}
WANT_TO_SHARE = for_client("Wilt u delen met {name}?")
MAY_SAY_NO = for_client("U mag nee zeggen.")
STAYS_THE_SAME = for_client("Uw hulp en uw geld blijven hetzelfde.")
THEN_CHOOSE = for_client("Zegt u ja? Dan kiest u wat mee mag.")
MAY_READ = for_client("Mag {name} dit lezen?")
LAYERS = {
    "A": for_client("De nieuwe gemeente mag dit ook vragen van de wet."),
    "B": for_client("Dit gaat alleen mee als u ja zegt."),
    "B-H": for_client("Dit gaat over uw gezondheid. Wij vragen het apart."),
}
SHOW = for_client("Laat zien")
ALSO_HERE = for_client("Dit staat er ook bij. Uw klantmanager legt uit.")
LEAVE_OUT = for_client("U mag ook één ding hier laten")
STAYS_HERE = for_client("Blijft hier")
GOES_ALONG = for_client("Gaat mee")
OWN_MUNICIPALITY = for_client("Uw gemeente heeft dit ook in haar eigen systeem.")
LATER_TOO = for_client("Mag later ook mee wat er nieuw bij komt?")
LATER_NO = for_client("Nee? Dan gaat alleen mee wat er nu is.")
LATER_YES = for_client("Ja? Dan gaat ook mee wat er later bij komt.")
MAY_ANSWER = for_client("Mag {name} een samenvatting terugsturen?")
WHY_ANSWER = for_client("Zo zien wij of alles goed is aangekomen.")
MAY_RETURN = for_client("Mag {name} teruggeven wat erbij kwam?")  # of who covers
WHY_RETURN = for_client("Dan heeft uw klantmanager alles weer bij elkaar.")
TELL_IT = for_client("Vertel het in uw eigen woorden")
TELL_WHAT = for_client("Wat gaat mee? Naar wie?")
WRITES_DOWN = for_client("Uw klantmanager schrijft op wat u zegt.")
GOOD_EXPLANATION = for_client("Zo weten wij of onze uitleg goed was.")
WHO_HELPS = for_client("Wie helpt bij dit gesprek?")
FILLS_IN = for_client("Uw klantmanager vult dit in.")
YOUR_CHOICES = for_client("Dit zijn uw keuzes")
YES_GOES = for_client("Ja, gaat mee")
NO_STAYS = for_client("Nee, blijft hier")
CHANGE = for_client("Keuzes wijzigen")
NOT_ALL = for_client("Niet alles")
SUMMARY_BACK = for_client("Een samenvatting terug")
ADDED_BACK = for_client("Wat erbij kwam terug")
LATER = for_client("Wat er later bij komt")
YOUR_SIGNATURE = for_client("Uw handtekening")
TO = for_client("Naar {name}")
UNTIL = for_client("Geldig tot en met {date}")
MAY_STOP = for_client("U kunt later altijd stoppen.")
I_SIGN = for_client("Ik teken")
I_DO_NOT_SIGN = for_client("Ik teken niet")
CROSS = for_client("Kruisje met getuige")
SIGN = for_client("Handtekening")
HOW_TO_SIGN = for_client("Hoe wilt u tekenen?")
ON_PAPER = for_client("Op papier")
WIPE = for_client("Wissen")
WITNESS = for_client("Naam van de getuige")
NO_WAY_YET = for_client("Kies eerst hoe u wilt tekenen.")
NO_SIGNATURE_YET = for_client("Er staat nog geen handtekening.")
NO_WITNESS_YET = for_client("De naam van de getuige is nog leeg.")
SAYS_NO = (
    for_client("U zegt nee. Dat is goed."),
    for_client("Er gaat niets naar een ander."),
    STAYS_THE_SAME,
    for_client("U kunt later nog ja zeggen."),
)
PAPER = (
    for_client("U tekent op papier"),
    for_client("Uw klantmanager geeft u een blad."),
    for_client("Tot u tekent, gaat er niets weg."),
)
RECORDED = for_client("Uw keuze is bewaard")
GOES_TO = for_client("Dit mag naar {name}")
HOW_TO_STOP = for_client("Wilt u stoppen? Zeg het uw klantmanager.")
ASK_PROOF = for_client("Vraag om uw bewijs op papier.")

# Withdrawing
WANT_TO_STOP = for_client("Wilt u stoppen met {name}?")
NOTHING_MORE = for_client("Dan gaat er niets meer naar {name}.")
STILL_THERE = for_client("Wat al weg is, heeft de ander nog.")
IS_TOLD = for_client("Uw klantmanager zegt de ander dat u stopt.")
MAY_KEEP = for_client("De ander mag soms iets bewaren van de wet.")
HEARS = for_client("U hoort wat de ander antwoordt.")
STOP_WITH_WHOM = for_client("Met wie wilt u stoppen?")
SHARES_NOTHING = for_client("U deelt nu met niemand.")
STOPPED = (
    for_client("U bent gestopt"),
    for_client("Er gaat nu niets meer weg."),
    STAYS_THE_SAME,
)
TOLD_OF_IT = (STILL_THERE, IS_TOLD, HEARS)  # only when something went

ASKED: tuple[str, ...] = (
    CONCEPT, SIGNS_DUTCH, STEP, MORE, CLOSE, *CLOSES, YES, NO, BACK, NEXT, DONE,
    THIS_PERSON, *FOR_WHAT.values(), WANT_TO_SHARE, MAY_SAY_NO, STAYS_THE_SAME, THEN_CHOOSE,
    MAY_READ, *LAYERS.values(), OWN_MUNICIPALITY, SHOW, ALSO_HERE, LEAVE_OUT, STAYS_HERE,
    GOES_ALONG, LATER_TOO, LATER_NO, LATER_YES, MAY_ANSWER, WHY_ANSWER, MAY_RETURN,
    WHY_RETURN, TELL_IT, TELL_WHAT,
    WRITES_DOWN, GOOD_EXPLANATION, WHO_HELPS, FILLS_IN, YOUR_CHOICES, YES_GOES, NO_STAYS, NOT_ALL,
    CHANGE, SUMMARY_BACK, ADDED_BACK, LATER, HOW_TO_SIGN,
    YOUR_SIGNATURE, TO, UNTIL, MAY_STOP, I_SIGN, I_DO_NOT_SIGN, SIGN, CROSS, ON_PAPER, WIPE,
    WITNESS, NO_WAY_YET, NO_SIGNATURE_YET, NO_WITNESS_YET, *SAYS_NO, *PAPER,
)  # fmt: skip
