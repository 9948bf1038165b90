"""Fields that operations add to opportunities."""

from dataclasses import dataclass

from stageline.domain.conditions import Field, FieldType, custom_field


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """Kept under `custom.<key>` of an opportunity; `choices` only for the type choice."""

    key: str
    label: str
    type: FieldType
    choices: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def name(self) -> str:
        return f"custom.{self.key}"

    def as_field(self) -> Field:
        """As conditions know it; refuses a key or a type that custom fields cannot have."""
        return custom_field(self.key, self.label, self.type, self.choices)
