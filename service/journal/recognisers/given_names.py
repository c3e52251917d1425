"""Whether a word is a person's name: Russian ones in any case by pymorphy3's dictionary (OpenCorpora), English ones by a list."""

import re
from functools import lru_cache
from typing import Final

from pymorphy3 import MorphAnalyzer

_NAMES: Final = frozenset({"Name", "Patr"})
_OF_PEOPLE: Final = frozenset({"Name", "Patr", "Surn"})
# «Роман» and «Слава» are words as well; a name is what is one in at least so large a share of its uses.
_MOSTLY: Final = 0.5
_SOMETIMES: Final = 0.2

# Given names that are little else; those that are also words, towns or products (Grace, Victoria, Jordan) stand in introductions only.
_ENGLISH: Final = frozenset(
    """
    aaron abdul abigail adam adrian agnes agnieszka ahmed aidan aisha alan alastair albert alexander alexandra alfie alfred ali
    alice alicia alison amanda amelia amina amir amy ana anders andre andrea andrew angela angus anita ann anna annabel anne
    annette anselm anthony antonio aoife archie arjun arthur asha astrid audrey ava barbara barry beatrice becky benjamin
    bernadette bernard beth bethany bettina beverley bjorn brenda brendan brian bridget bronwen bruce callum cameron carl carla
    carlos carmen caroline catherine cecilia celia charles chidi chloe chris christina christine christopher ciara claire clara
    claudia clive colin connor craig cynthia cyril daniel daphne darren dave david deborah declan deepak deirdre denise dennis
    derek diana diane diego dmitry dominic donna doreen doris dorothy douglas duncan dylan eddie edith edmund edna edward eileen
    elaine eleanor elena elizabeth ella ellen elliot elsie emily emma enid eric erica erin ernest esther ethan eugene evelyn farah
    fatima fatou felicity fergus fiona frances francesca francis fred freddie frederick gareth gary gavin gemma geoffrey george
    gerald gillian giulia gladys gordon graham greg gregory greta gwen gwendolyn hamish hannah hans harold harriet harry hassan
    hazel heather heinz helen helena henrietta henry hilary hiroshi howard hugh hugo ian ibrahim imogen imran ines ingeborg ingrid
    irene isaac isabel isabella isla isolde ivan ivor jacob jacqueline jake james jamie jane janet janice jasmine jason javier
    jean jeff jeffrey jennifer jeremy jessica jill jim joan joanna joanne joao jodie joe joel johanna john jonathan jose joseph
    josephine joshua joyce judith julia julian julie juliet jurgen justine karen karl katarzyna kate katharine katherine kathleen
    katie keith kelly kenneth kerry kevin khalid kieran kirsty klaus kofi kumar kwame kyle lakshmi lars laura lauren lawrence leah
    leila lena leo leonard leopold lesley leslie lewis liam linda lisa lois lorcan lorna lorraine louis louise luca lucas lucia
    lucy luke lydia lynn mabel maeve magdalena malcolm marco marcus margaret maria marian marie marilyn marion marjorie marta
    martha martin mary matilda matthew maud maureen meera megan mei melanie melissa michael michelle mikhail ming mohamed mohammed
    moira molly monica morag muhammad muriel nadia nancy naomi natalia natalie natasha nathan neil ngozi niall niamh nicholas
    nicola nicole nigel nina noah noel nora norma norman oisin olga olive oliver olivia olwen omar oscar ottilie owen pablo pamela
    patricia patrick paul paula pauline pavel percival peter phil philip philippa phoebe phyllis pierre piotr priya rachel rafael
    raj rajesh ralph ravi rebecca reginald rhiannon rhys richard robert roberta robin rodney roger roland ronald rory rosalind
    rosemary rowena roy rupert rupesh russell ruth ryan sabrina samantha samir samuel sandra sanjay saoirse sara sarah sean
    sebastian sergei shane sharon sheila shirley sian simon siobhan sofia sonia sophia sophie soren stanley stella stephanie
    stephen steve steven stewart stuart sunita susan suzanne svetlana sylvia tamsin tanya tatiana ted terence teresa theo theodore
    theresa thiago thomas timothy tina toby tom tony tracey tracy trevor tristan valerie vanessa vera veronica vijay vincent
    vivien vladimir walter wei wendy wilfred william winifred yasmin yuki yusuf yvonne zara zbigniew zoe
    """.split()
)


# Of surnames that the dictionary lacks.
_SURNAME: Final = re.compile(r"(?:ов|ев|ин|ын|ский|цкий|ова|ева|ина|ына|ская|цкая|ко|ук|юк|ян|дзе|швили)(?:а|у|ым|ой|ому)?$")


@lru_cache(maxsize=1)
def _dictionary() -> MorphAnalyzer:
    return MorphAnalyzer(lang="ru")


# Bounded: a service meets words without end.
@lru_cache(maxsize=10_000)
def _shares(word: str) -> tuple[float, float]:
    """In what shares of its uses a Russian word is a given name or patronymic, and any name."""
    readings = _dictionary().parse(word)
    given = sum(reading.score for reading in readings if reading.is_known and _NAMES & reading.tag.grammemes)
    any_name = sum(reading.score for reading in readings if reading.is_known and _OF_PEOPLE & reading.tag.grammemes)
    return given, any_name


@lru_cache(maxsize=10_000)
def _is_known(word: str) -> bool:
    known: bool = _dictionary().word_is_known(word)
    return known


def is_given_name(word: str) -> bool:
    """Whether a word in any case is mostly a given name or a patronymic."""
    if word[0] < "\u0400":
        return word.lower() in _ENGLISH
    return _shares(word.lower())[0] >= _MOSTLY


def may_be_surname(word: str) -> bool:
    """Whether a word beside a given name may be the surname."""
    if word[0] < "\u0400":
        return True
    return _shares(word.lower())[1] > 0 or not _is_known(word.lower())


def is_name(word: str) -> bool:
    """Whether a word may be a given name, a patronymic or a surname, by itself."""
    if word[0] < "\u0400":
        return word.lower() in _ENGLISH
    small = word.lower()
    return _shares(small)[1] >= _SOMETIMES or (not _is_known(small) and has_surname_ending(small))


def has_surname_ending(word: str) -> bool:
    """Whether a Russian word ends as surnames do."""
    return _SURNAME.search(word) is not None
