# The board: reading, scoring, deciding, announcing.

board-title = Applications
board-lead = Every application is read by a person and answered with a reason.
board-rounds = By round
board-states = By state
board-to-round = { $round }: how it stands, the letters, announcing
board-territory = Territory, and who is there
board-sent = Sent
board-edited = Changed
board-languages = Languages
board-language = Language
board-language-hint = Shows those who use it most.
board-region = Region or university
board-links = Links
board-nominated-by = Proposed by
board-score = Score
board-score-none = none yet
board-score-after-yours = after yours
board-scored-by = { $count ->
    [one] by one reviewer
   *[other] by { $count } reviewers
}
board-order = Order
board-order-sent = Longest waiting first
board-order-score = Highest score first
board-narrow = Narrow down or sort
board-choose = Show
board-everybody = Show everybody again
board-left-out = { $count ->
    [one] One application on this page is left out until you have scored it, so that you score it by yourself.
   *[other] { $count } applications on this page are left out until you have scored them, so that you score them by yourself.
}
board-nameless = Applicant { $number }
board-empty = None here
board-empty-more = Applications in this state will be listed here.

round-rolling = Outside of rounds
round-waiting = Waiting for a round
round-rolling-more = Here deciding announces: each applicant is told as soon as somebody has decided.
round-waiting-more = These applications go into the next round as soon as one is scheduled. Whoever is decided about before is told with it.
round-lead = Applications go into it until { $closes }. Applicants expect an answer by { $announces }.
round-not-closed = It takes applications until { $day }. From the day after, what you decided can be announced.
round-undecided = { $count ->
    [one] One application has no decision yet. Everybody hears on the same day, so it is decided first.
   *[other] { $count } applications have no decision yet. Everybody hears on the same day, so they are decided first.
}
round-to-board = To the board
round-nothing = There is no decision to announce.
round-announce-title = Announce
round-announce-lead = { $count ->
    [one] One letter leaves, as it is shown below. After that the decision cannot be changed.
   *[other] { $count } letters leave, as they are shown below. After that no decision of this round can be changed.
}
round-pool-stays = { $count ->
    [one] One applicant in the pool has no new decision. They stay there, go on to the next round, and get no letter.
   *[other] { $count } applicants in the pool have no new decision. They stay there, go on to the next round, and get no letter.
}
round-announce = { $count ->
    [one] Announce the decision
   *[other] Announce { $count } decisions
}
round-letters = The letters
round-letters-lead = This is every letter, as the applicant will read it. Nothing has left yet.
round-letter-change = Change the decision or its words
round-letter-not-possible = This letter cannot be shown. Please look at the application before announcing.
round-announced-title = Announced
round-announced = Announced on { $at }.
round-told = { $done } of { $all } applicants are told
round-reload = The others follow by themselves, also when you close this page. Open it again to see how far it is.

review-title = Reviews
review-lead = You see what others think once you have given your own view.
review-score = Score { $score }, { $count ->
    [one] by one reviewer
   *[other] by { $count } reviewers
}
review-none = Nobody has reviewed it.
review-yours = Your review
review-of = Review { $number }
review-verdict = Verdict
review-abstained = Stepped aside
review-of-highest = { $score } of { $highest }
review-weight = Weight { $weight }.
review-change = Change your review
review-comment = Comment
review-comment-hint = For the record. Others of the team see it once they have given theirs.
review-abstain = I step aside from this one
review-abstain-hint = Do so if you know the applicant well. Your scores above are then not counted.
review-send = Save my review
review-changed = You have changed this review in another window. What you typed here is below; open the application again to see both.

decide-title = Decide
decide-written = What they wrote
decide-lead = The applicant is told at once, by letter.
decide-lead-pending = Nobody is told until the round is announced. Until then you can change it.
decide-outcome = Decision
decide-reason = Reason
decide-reason-hint = For the record: what the decision rests on. The applicant does not see it.
decide-words = Words for the applicant
decide-words-hint = They go into the letter as you write them. Thank them, and say why. Only an acceptance can go without.
decide-send = Decide and send the letter
decide-send-pending = Save the decision
decide-pending = Decided, not announced
decide-announced = Decided and announced
decide-edited-since = The applicant has changed the application since this was decided. Please read it again.
decide-reconsider = Take the decision back
decide-announced-already = This round is announced, so its decisions stand. What you typed is below.
decide-by = Who
decide-when = When
decide-back = Back to the board

record-link = The record on one page, for printing
record-title = Record: { $name }
record-lead = What was written, what the reviewers made of it, and who decided what, when and why.
record-history = Everything that happened
record-what = What
record-by = By
record-by-office = The office, by its calendar
record-by-applicant = The applicant
record-by-team = Somebody of the team

change-apply = Applied
change-confirm = Address confirmed
change-edit = Application changed
change-withdraw = Withdrawn
change-review = Reviewed
change-accept = Decided: accept
change-keep-in-pool = Decided: keep in the pool
change-decline = Decided: decline
change-reconsider = Decision taken back
change-announce = Told
change-place = Placed in a region
change-move = Went on to another round
