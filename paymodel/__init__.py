"""paymodel: does a move from a clinical rota to an NHS leadership post pay? Estimates, not payroll, not advice.

The front door: load a policy, a scenario or a rota, then ask for a payslip, a comparison or a career; or put posts to a
workforce.

>>> import paymodel
>>> comparison = paymodel.compare(paymodel.load_scenario("paramedic-to-operations-manager"))
>>> comparison.moves[0].take_home_change
-1350.49
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paymodel.answers.workforce_frames import workforce as workforce
    from paymodel.errors import Faults as Faults
    from paymodel.errors import NotInForce as NotInForce
    from paymodel.errors import PaymodelError as PaymodelError
    from paymodel.errors import Refused as Refused
    from paymodel.files.rotas import load_rota as load_rota
    from paymodel.files.scales import load_policy as load_policy
    from paymodel.files.scales import load_working_time as load_working_time
    from paymodel.moves.career_path import career as career
    from paymodel.moves.careers import careers as careers
    from paymodel.moves.comparison import compare as compare
    from paymodel.pay.job import Job as Job
    from paymodel.pay.payslips import payslip as payslip
    from paymodel.pay.rota import rota_hours as rota_hours
    from paymodel.scenarios.load import load_scenario as load_scenario
    from paymodel.scenarios.payroll import payroll as payroll

__version__ = "0.1.0"

_HOMES = {
    "Faults": "errors",
    "Job": "pay.job",
    "NotInForce": "errors",
    "PaymodelError": "errors",
    "Refused": "errors",
    "career": "moves.career_path",
    "careers": "moves.careers",
    "compare": "moves.comparison",
    "load_policy": "files.scales",
    "load_rota": "files.rotas",
    "load_scenario": "scenarios.load",
    "load_working_time": "files.scales",
    "payroll": "scenarios.payroll",
    "payslip": "pay.payslips",
    "rota_hours": "pay.rota",
    "workforce": "answers.workforce_frames",
}
__all__ = [
    "Faults",
    "Job",
    "NotInForce",
    "PaymodelError",
    "Refused",
    "__version__",
    "career",
    "careers",
    "compare",
    "load_policy",
    "load_rota",
    "load_scenario",
    "load_working_time",
    "payroll",
    "payslip",
    "rota_hours",
    "workforce",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that starting up stays quick."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"paymodel.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'paymodel' has no attribute '{name}'")
