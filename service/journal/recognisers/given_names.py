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
    aaron abdul abigail adam ade adebayo adrian adunni afia agata agnes agnieszka ahmed aidan aiden ainhoa aisha akosua akua alan
    alastair albert alejandra alejandro aleksandr aleksandra aleksei alena alessandra alessandro alexander alexandra alexei alexey
    alfie alfred ali alice alicia alina alison aliya alla amanda amara amelia amina amir amit amy ana anastasia anastasiia
    anastasiya anatoly anders andre andrea andreas andrei andrew andrey androulla angela angus anil anita anjali ann anna annabel
    anne anneliese annette anselm anthony anton antonia antonina antonio anya aoife archie ariadne arjun arkady artem arthur
    artyom asha asif astrid audrey ava ayesha ayse aziz babak barbara barry bartosz beata beatrice becky benjamin bernadette
    bernard beth bethany bettina beverley bilal bjorn bogdan boris bozena brenda brendan brian bridget bronwen bruce bukola callie
    callum cameron camila caoimhe carl carla carlos carmen caroline catherine cecilia celia cezary charles chiamaka chidi chinedu
    chloe chris christina christine christopher chukwudi ciara ciaran cillian claire clara claudia clive colin colm connor cormac
    craig cristina cynthia cyril dagmar dalia damilola daniel daniil daphne daria darren darya dave david deborah declan deepak
    deirdre demetrius denis denise dennis derek deshawn diana diane diego dilys dimitri dinara dmitri dmitrii dmitry dominic donna
    doreen doris dorota dorothy douglas duncan dylan ebony eddie edith edmund edna edward efua eileen eilidh ekaterina elaine
    eleanor elena eleni elif elizabeth elizaveta ella ellen elliot elliott elsie emeka emily emma emre enid enrique eoin eric
    erica erik erin ernest esme esther ethan eugene evelyn evgenia evgenii evgeniya evgeny ewa fadi faisal farah farid fatima
    fatou federico fedor felicity fergus ffion filip fiodor fiona folake frances francesca francis francisco fred freddie
    frederick galina gareth gary gavin gemma gennady geoffrey george georgios georgy gerald gethin gillian giovanni giulia gladys
    gordon graham greg gregory greta grigory grzegorz guillaume gulnara gustavo gwen gwendolyn gwenllian habib hamish hamza hannah
    hans harold harriet harry haruka hasan hassan hazel heather heidi heinz helen helena henrietta henry hiba hilary hiroshi
    howard hugh hugo hussein ian ibrahim idris ifeoma ignacio igor ilya imogen imran ines ingeborg ingrid inna iqbal irene irina
    iryna isaac isabel isabella isla isolde ivan ivana ivanna ivor jacob jacqueline jadwiga jagoda jake jakub james jamie jane
    janet janice jasmine jason javier jean jeff jeffrey jelena jennifer jeremy jessica jia jill jim joan joanna joanne joao
    joaquin jodie joe joel johanna john jonathan jorge jose joseph josephine joshua joyce juan judith julia julian julie juliet
    jurgen justine kamil kamila karen karim karina karl kasia katarzyna kate katerina katharine katherine kathleen katie katya
    keith kelly kenji kenneth kerry kevin khalid kieran kirill kirsty klara klaus kofi konrad konstantin kristina krzysztof ksenia
    kseniya kumar kwabena kwame kwesi kyle lachlan lakshmi larisa lars latoya laura lauren lawrence layla leah leila lena leo
    leonard leonid leopold lesley leslie leticia lewis liam lidia lidiya linda linnea lisa lois lorcan lorna lorraine louis louise
    luca lucas lucia lucy ludmila ludmilla luis lukasz luke lydia lynn lyubov lyudmila mabel maciej maeve magda magdalena mahmoud
    maksim malcolm malgorzata manish manuel marco marcus marek margaret margarita maria mariam marian mariana maribel marie
    marilyn marina mario marion marjorie marta martha martin mary mateusz matilda matthew matthias maud maureen maxim maxime meera
    megan mehmet mei melanie melissa michael michelle miguel mikael mikhail milena ming miriam mohamed mohammad mohammed moira
    molly monica monika morag muhammad muriel mustafa myfanwy nadezhda nadia nadya nancy naomi natalia natalie natalya natasha
    nathan neha neil ngozi niall niamh nicholas nicola nicole nigel nikita nikolai nikolay nina nkechi noah noel noor nora norma
    norman odette oisin oksana olabisi oleg olena olga olive oliver olivia oluwaseun olwen omar orla oscar osman ottilie ottoline
    owen oyelaran oyinda pablo padraig pamela paolo parisa parvati patricia patrick paul paula pauline pavel pawel pedro percival
    peter petra petros phil philip philippa phoebe phyllis pierre piotr polina priya priyanka przemyslaw rachel radoslav rafael
    rafal rahul raj rajesh ralph ramesh rania rashid raul ravi rebecca reginald renata rhiannon rhys ricardo richard rinat robert
    roberta robin rodney rodrigo roger roisin roland ronald rory rosalind rosemary rowena roy roza rufina rupert rupesh ruslan
    russell rustam ruth ryan saad sabrina sadia salma samantha samir samira samuel sandeep sandra sanjay santiago saoirse sara
    sarah seamus sean sebastian sergei sergey sergio shane shanice sharon shaun sheila shirley shreya sian simon sinead siobhan
    sneha sofia sofiya solomiya sonia sophia sophie soren stanislav stanley stefania stella stepan stephanie stephen steve steven
    stewart stuart sunita suresh susan suzanne svetlana sylvia taiwo tamara tamsin tanya tariq tatiana tatyana ted tendai terence
    teresa theo theodore theresa thiago thomas tiernan timothy timur tina toby tom tomasz tony tracey tracy trevor tristan tunde
    ugochukwu uliana ulrike vadim valentina valeria valerie valeriya valery vanessa vasily venkat vera veronica veronika vijay
    viktor viktoria viktoriya vincent vitaly vivien vlad vladimir vladislav vyacheslav walter wei wendy wiktor wilfred william
    winifred wojciech xavier yana yaroslav yasmin yegor yekaterina yelena yevgeny yuki yulia yuliya yuri yury yusuf yvonne zainab
    zara zarina zbigniew zeynep zinaida zoe zofia zoya
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
