"""`python -m paymodel` is the command `paymodel`, where the folder of commands is not on the path."""

from paymodel.cli import run

if __name__ == "__main__":
    run()
