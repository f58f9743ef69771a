"""paymodel: does a move from a clinical rota to an NHS leadership post pay? Estimates, not payroll, not advice.

Each question of the command line is a function here. Print an answer to read it; `to_dict` and `to_frame` give its
data.

>>> import paymodel
>>> comparison = paymodel.compare("paramedic-to-operations-manager")
>>> comparison
<Comparison 'paramedic-to-operations-manager': 'Operations manager' -1,350.49, pounds a year>
>>> comparison.moves[0].take_home_change
-1350.49
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paymodel.errors import Faults as Faults
    from paymodel.errors import NotInForce as NotInForce
    from paymodel.errors import PaymodelError as PaymodelError
    from paymodel.errors import Refused as Refused
    from paymodel.pay.job import Job as Job
    from paymodel.python.careers import career as career
    from paymodel.python.careers import careers as careers
    from paymodel.python.comparison import compare as compare
    from paymodel.python.comparison import explain as explain
    from paymodel.python.history import history as history
    from paymodel.python.pay import load_policy as load_policy
    from paymodel.python.pay import load_working_time as load_working_time
    from paymodel.python.pay import payslip as payslip
    from paymodel.python.pay import payslips as payslips
    from paymodel.python.payroll import payroll as payroll
    from paymodel.python.published import published as published
    from paymodel.python.remedies import remedies as remedies
    from paymodel.python.report import report as report
    from paymodel.python.rota import load_rota as load_rota
    from paymodel.python.rota import rota as rota
    from paymodel.python.rota import rota_hours as rota_hours
    from paymodel.python.scenario import load_scenario as load_scenario
    from paymodel.python.sensitivity import sensitivity as sensitivity
    from paymodel.python.sweeps import sweep as sweep
    from paymodel.python.workforce import workforce as workforce

__version__ = "0.1.0"

_HOMES = {
    "Faults": "errors",
    "Job": "pay.job",
    "NotInForce": "errors",
    "PaymodelError": "errors",
    "Refused": "errors",
    "career": "python.careers",
    "careers": "python.careers",
    "history": "python.history",
    "compare": "python.comparison",
    "explain": "python.comparison",
    "load_policy": "python.pay",
    "load_rota": "python.rota",
    "load_scenario": "python.scenario",
    "load_working_time": "python.pay",
    "payroll": "python.payroll",
    "payslip": "python.pay",
    "payslips": "python.pay",
    "published": "python.published",
    "remedies": "python.remedies",
    "report": "python.report",
    "rota": "python.rota",
    "rota_hours": "python.rota",
    "sensitivity": "python.sensitivity",
    "sweep": "python.sweeps",
    "workforce": "python.workforce",
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
    "explain",
    "history",
    "load_policy",
    "load_rota",
    "load_scenario",
    "load_working_time",
    "payroll",
    "payslip",
    "payslips",
    "published",
    "remedies",
    "report",
    "rota",
    "rota_hours",
    "sensitivity",
    "sweep",
    "workforce",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that starting up stays quick."""
    if name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(f"paymodel.{_HOMES[name]}"), name)
        if _HOMES[name].startswith("python."):
            from paymodel.python.arguments import naming_arguments

            value = naming_arguments(value, name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'paymodel' has no attribute '{name}'")


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
