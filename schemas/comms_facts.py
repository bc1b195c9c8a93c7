"""Which facts say who a firm is, with which means it talks, whom it told what, and what must be kept?"""

from typing import ClassVar

from msgspec import UNSET, UnsetType

from schemas import comms_choices as choice
from schemas import comms_fields as field
from schemas.wire import Event, require_any


class CommsEventBase(Event, frozen=True, kw_only=True):
    """An event of comms: its id and stamp in the form of this contract."""

    id: field.EventId
    at: field.Stamp


class InForce(CommsEventBase, frozen=True, kw_only=True):
    """A fact with a stretch of time of its own."""

    effective_at: field.EffectiveAt
    effective_until: field.EffectiveUntil | UnsetType = UNSET


class FirmRegistered(InForce, frozen=True, kw_only=True, tag="firm_registered"):
    """What a firm is, and with it whether the duty reaches it (VPFF11/2)."""

    firm: field.Firm
    status: choice.Status


class PolicyAdopted(InForce, frozen=True, kw_only=True, tag="policy_adopted"):
    """A firm's written guidelines, with grace windows of its own (VPFF11/1)."""

    firm: field.Firm
    version: field.Version
    recording_grace_hours: field.GraceHours | UnsetType = UNSET
    storage_grace_hours: field.GraceHours | UnsetType = UNSET
    minutes_grace_hours: field.GraceHours | UnsetType = UNSET


class EmployeeRegistered(InForce, frozen=True, kw_only=True, tag="employee_registered"):
    """At which desk an employee works (VPFF11/4)."""

    employee: field.Employee
    firm: field.Firm
    function: choice.Function


class TelephoneRegistered(InForce, frozen=True, kw_only=True, tag="telephone_registered"):
    """What a telephone is, and whether it is connected to a recorder (VPFF11/3)."""

    telephone: field.Telephone
    kind: choice.TelephoneKind
    owner: choice.Owner
    shared: field.Shared
    connected_to_recorder: field.ConnectedToRecorder


class TelephoneAssigned(InForce, frozen=True, kw_only=True, tag="telephone_assigned"):
    """Who holds a telephone (VPFF11/5)."""

    telephone: field.Telephone
    employee: field.Employee


class ClientRegistered(InForce, frozen=True, kw_only=True, tag="client_registered"):
    """In which category a client is, and in which language he is served (VPFF11/4.6, DR2017-565/76(8))."""

    client: field.Client
    category: choice.Category
    language: field.Language


class NoticeGiven(CommsEventBase, frozen=True, kw_only=True, tag="notice_given"):
    """A client was told that he is recorded, or how recordings can be found (VPFF11/6)."""

    client: field.Client
    kind: choice.NoticeKind
    given_at: field.GivenAt
    written: field.Written
    language: field.Language
    text_version: field.TextVersion | UnsetType = UNSET


class ChannelRegistered(InForce, frozen=True, kw_only=True, tag="channel_registered"):
    """Whether a firm permits a channel, and whether it is stored (VPFF11/3)."""

    firm: field.Firm
    channel: field.Channel
    approved: field.Approved
    captured: field.Captured


class OutsourcingArranged(InForce, frozen=True, kw_only=True, tag="outsourcing_arranged"):
    """A provider acts for a principal in some services (VPFF11/2)."""

    provider: field.Provider
    principal: field.Principal
    services: field.ArrangedServices


class AccessRoleGranted(InForce, frozen=True, kw_only=True, tag="access_role_granted"):
    """Somebody may open records and search, for one firm or for every firm (VPFF11/7)."""

    actor: field.Actor
    role: choice.Role
    firm: field.Firm | UnsetType = UNSET


class Scoped(CommsEventBase, frozen=True, kw_only=True):
    """What reaches the records that fit all fields given, of which there is at least one."""

    ANY_OF: ClassVar = ("record", "client", "employee", "firm")

    record: field.Record | UnsetType = UNSET
    client: field.Client | UnsetType = UNSET
    employee: field.Employee | UnsetType = UNSET
    firm: field.Firm | UnsetType = UNSET

    def __post_init__(self) -> None:
        require_any(self, self.ANY_OF)


class RetentionExtended(Scoped, frozen=True, kw_only=True, tag="retention_extended"):
    """The authority orders a longer period (VPFF11/5)."""

    order: field.Order
    retain_through: field.RetainThrough
    ordered_at: field.OrderedAt


class HoldPlaced(Scoped, frozen=True, kw_only=True, tag="hold_placed"):
    """A legal hold begins."""

    hold: field.Hold
    placed_at: field.PlacedAt


class HoldReleased(CommsEventBase, frozen=True, kw_only=True, tag="hold_released"):
    """The holds of a name that stand before this event end."""

    hold: field.Hold
    released_at: field.ReleasedAt


class FactWithdrawn(CommsEventBase, frozen=True, kw_only=True, tag="fact_withdrawn"):
    """A fact counts as never given from this place of the log on."""

    ref: field.Ref


class Tick(CommsEventBase, frozen=True, kw_only=True, tag="tick"):
    """Time has passed; decisions and breaches are stated."""
