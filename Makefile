# Each target is a task of tasks.py, which also works where there is no make (Windows: py tasks.py run).
PYTHON ?= python3

.PHONY: setup run app portable lint test fuzz hunt mutate coverage bench schemas docs verification site lock
setup run app portable lint test fuzz hunt mutate coverage bench schemas docs verification site lock:
	@$(PYTHON) tasks.py $@
