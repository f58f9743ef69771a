"""paymodel: does a move from a clinical rota to a leadership post pay? Estimates, not payroll, not advice."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paymodel.files.scales import load_policy as load_policy
    from paymodel.job import Job as Job
    from paymodel.payslips import payslip as payslip

__version__ = "0.1.0"

_HOMES = {"load_policy": "paymodel.files.scales", "Job": "paymodel.job", "payslip": "paymodel.payslips"}
__all__ = ["Job", "__version__", "load_policy", "payslip"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that starting up stays quick."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'paymodel' has no attribute '{name}'")
