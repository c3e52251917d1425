"""What the service knows, to read: the archetypes of the playbook and the loaded model."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from model.artifact import FILES
from model.labels import ARCHETYPES, NONE
from model.predictor import Predictor
from service.api.language import accepted_language
from service.errors import NotFound
from service.learning.in_use import ModelInUse
from service.playbook.content import STANDARD, SectionName
from service.playbook.playbook import Playbook
from service.schemas import AnswerLanguage, ArchetypeDetail, ArchetypeList, ModelAnswer, ProblemAnswer


def _summary(playbook: Playbook, label: str, section: SectionName, language: AnswerLanguage) -> dict[str, str]:
    strategy = playbook.sections[section].strategy(language)
    return {"label": label, "title": strategy.title, "summary": strategy.summary}


def model_answer(predictor: Predictor) -> dict[str, Any]:
    """The model that judges, from its manifest."""
    manifest = asdict(predictor.manifest)
    chosen = {
        "figures": predictor.manifest.figures.get(predictor.name, {}),
        "files": {name: manifest["files"][name] for name in FILES[predictor.name]},
    }
    used = {"shown": predictor.shown_threshold, "review": predictor.review_threshold}
    return {**manifest, **chosen, "version": predictor.version, "name": predictor.name, "thresholds": used}


def catalogue_router(playbook: Playbook, in_use: ModelInUse, default_language: AnswerLanguage) -> APIRouter:
    """The routes that tell what the service knows."""
    router = APIRouter(prefix="/v1", tags=["catalogue"])

    def language_of(request: Request, response: Response) -> AnswerLanguage:
        language = accepted_language(request.headers.get("accept-language")) or default_language
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        return language

    @router.get("/archetypes", response_model=ArchetypeList)
    async def archetypes(request: Request, response: Response) -> dict[str, Any]:
        """The four archetypes and the common standard, in Russian or English by Accept-Language."""
        language = language_of(request, response)
        return {
            "language": language,
            "archetypes": [_summary(playbook, label, label, language) for label in ARCHETYPES],
            "standard": _summary(playbook, NONE, STANDARD, language),
        }

    @router.get("/archetypes/{label}", response_model=ArchetypeDetail, responses={404: {"model": ProblemAnswer}})
    async def archetype(label: str, request: Request, response: Response) -> dict[str, Any]:
        """Everything that the playbook says of one archetype; `none` is the common standard."""
        sections: dict[str, SectionName] = {name: name for name in ARCHETYPES} | {NONE: STANDARD}
        if label not in sections:
            raise NotFound(f"no archetype has this label; there are {', '.join(sections)}")
        language = language_of(request, response)
        section = playbook.sections[sections[label]]
        channels = [
            {"channels": tier.channels, "basis": tier.basis, "reason": tier.reason.in_language(language)} for tier in section.channels
        ]
        return {"label": label, "language": language, "channels": channels, **section.strategy(language).model_dump()}

    @router.get("/model", response_model=ModelAnswer)
    async def model() -> dict[str, Any]:
        """The loaded model: from what it was made, and its figures on writers left out."""
        return model_answer(in_use.predictor)

    return router
