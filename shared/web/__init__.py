"""The web's edge, the same for every service: who calls, what is asked, and every answer, refusals included."""
