"""The service's errors.

* ServiceError
  + StartError              the service refuses to start: settings, model or playbook are wrong
    - PlaybookError         a playbook file is wrong; says file, line and reason
  + ClientError             the caller's mistake, 4xx
    - InvalidBody           422, names each place in the body
    - BodyTooLarge          413
    - UnsupportedMediaType  415
    - NotFound              404
    - Conflict              412  another trainer was faster
    - PreconditionRequired  428
    - Busy                  409  a training is under way
    - NotPromotable         409  a model that may not be put in force
  + LearningFailed          a training run made no model
  + JournalUnavailable      503  the journal cannot be written or read just now
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a body: a JSON pointer as a URI fragment (RFC 6901, 6), and what is wrong there."""

    pointer: str
    detail: str


class ServiceError(Exception):
    """Anything that the service reports by itself."""


class StartError(ServiceError):
    """The service cannot start; the message tells the operator what to mend."""


class PlaybookError(StartError):
    """A playbook file is wrong; the message says file, line and reason."""


class ClientError(ServiceError):
    """The caller's mistake. Never carries text of the message."""

    status: ClassVar[int] = 400
    kind: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be understood"

    def __init__(self, detail: str, violations: Sequence[Violation] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.violations = tuple(violations)


class InvalidBody(ClientError):
    """The body is not what the route takes."""

    status = 422
    kind = "invalid-body"
    title = "The body does not validate"


class BodyTooLarge(ClientError):
    """The body is over the route's limit."""

    status = 413
    kind = "body-too-large"
    title = "The body is too large"


class UnsupportedMediaType(ClientError):
    """The body is of a type that the route does not read."""

    status = 415
    kind = "unsupported-media-type"
    title = "The body's media type is not supported"


class NotFound(ClientError):
    """There is no such thing."""

    status = 404
    kind = "not-found"
    title = "Not found"


class Conflict(ClientError):
    """The state that the request names is no longer the present one (RFC 9110, 13.1.1)."""

    status = 412
    kind = "stale"
    title = "It has changed meanwhile"


class PreconditionRequired(ClientError):
    """The request does not name the state that it would change (RFC 6585, 3)."""

    status = 428
    kind = "precondition-required"
    title = "If-Match is required"


class Busy(ClientError):
    """It is being done already."""

    status = 409
    kind = "busy"
    title = "It is under way already"


class NotPromotable(ClientError):
    """A model that may not be put in force."""

    status = 409
    kind = "not-promotable"
    title = "This model cannot be put in force"


class ModelInForce(ClientError):
    """The model that judges cannot be deleted."""

    status = 409
    kind = "model-in-force"
    title = "This model is in force"


class LearningFailed(ServiceError):
    """A training run made no model; the message says why and holds nothing of a customer."""


class JournalUnavailable(ServiceError):
    """The journal cannot be reached; what was to be stored was not acknowledged."""

    retry_after_seconds: ClassVar[int] = 5

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
