"""Which requirements can a cross-border swap be freed from? (17CFR23.23/(a)(6) to (8), XB2020/6)"""

from typing import Final

GROUP_A: Final = (
    "3.3",
    "23.201",
    "23.203",
    "23.600",
    "23.601",
    "23.602",
    "23.603",
    "23.605",
    "23.606",
    "23.607",
    "23.609",
)
"""Requirements that apply across an enterprise (XB2020/6)."""
GROUP_B: Final = ("23.202", "23.501", "23.502", "23.503", "23.504")
"""Requirements that can be applied swap by swap (XB2020/6)."""
DAILY_TRADING_RECORDS: Final = "23.202"
"""The requirement of Group B that an anonymous, cleared swap is not freed from."""
