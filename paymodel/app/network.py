"""What the server would ask of other machines, it does not ask."""

from streamlit import net_util

HERE = "127.0.0.1"


def ask_nobody() -> None:
    """Let Streamlit take this computer's addresses for known.

    Where a page from elsewhere tries to reach the server, Streamlit would ask a machine outside what this computer's
    address is, to compare it. Such a page is refused all the same.
    """
    net_util._external_ip = net_util._internal_ip = HERE
