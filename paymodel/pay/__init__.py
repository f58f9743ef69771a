"""Pay: one job on one day, from rota and rule book to payslip."""
