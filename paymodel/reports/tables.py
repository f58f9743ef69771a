"""The tables of a report's workbook: payslips, changes, policies, years, remedies, assumptions and figures."""

from paymodel.answers.careers import years_of_paths
from paymodel.answers.comparison_tables import moves_table, payslips_of_all
from paymodel.answers.figures import assumptions_table, figures_used_table
from paymodel.answers.history import history_table
from paymodel.answers.remedies import outcomes_table, remedies_table
from paymodel.answers.tables import Table
from paymodel.reports.parts import Worked


def sheets_of(worked: Worked) -> list[Table]:
    """Every table of a report, in order."""
    tables = [payslips_of_all(worked.comparison), moves_table(worked.moves)]
    if worked.outcomes:
        tables.append(outcomes_table(worked.outcomes))
    tables += [years_of_paths(worked.careers), remedies_table(worked.remedies)]
    if worked.with_history:
        tables.append(history_table(worked.history))
    return [*tables, assumptions_table(worked.assumptions), figures_used_table(worked.figures)]
