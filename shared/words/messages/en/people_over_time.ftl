# Pauses, check-in answers, stepping down, and what the team is asked to decide about somebody.

problem-is-over = This day has passed. A pause that is over is something to write to the team about.
problem-too-far-ahead = This day is more than three years away. Please look at the year once more.
