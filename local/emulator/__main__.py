"""`python -m emulator PORT`: runs the emulator on the loopback interface."""

from .server import main

main()
