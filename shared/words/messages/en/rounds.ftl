# What a round says of itself once it is over, and a territory without anybody.

round-lead-closed = It closed on { $closes }. Applicants expect an answer by { $announces }.
round-lead-announced = It closed on { $closes }.

territories-load-nobody = { $place }: nobody else yet

local-clock-round = to the day after { $round } closes ({ $day })
