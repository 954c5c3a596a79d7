# Reports, and what the team asks about them.

report-title = How did it go?
report-lead = Leave open what you do not have yet; you can come back. Zero is a fine answer, and so is “does not apply”.
report-send = Save the report
report-full = This report is full. Thank you!
report-not-full = Saved, thank you. Still open for a full report: { $missing }.
report-saved = First saved on { $first }.
report-changed = First saved on { $first }, changed on { $last }.

report-goal-hint = What you hoped it would achieve.
report-registrations-hint = How many people signed up.
report-attendees-hint = How many people came or took part.
report-hours-to-organize-hint = Preparing it, everybody’s time together. For example 3, 1.5 or 1:30
report-hours-to-execute-hint = Holding it, everybody’s time together. For example 3, 1.5 or 1:30
report-audience-hint = Whom it was for.
report-views-hint = How often it was seen.
report-engagements-hint = Likes, comments, answers, clicks together.
report-reshares-hint = How often it was passed on.
report-count-hint = A whole number.

report-unit-people = people
report-unit-hours = hours
report-unit-views = views
report-unit-reactions = reactions
report-unit-reshares = reshares

report-yes = Yes
report-no = No

report-done = What was done
report-done-hint = In a few sentences, as you would tell a friend.
report-came-of-it = What came of it
report-came-of-it-hint = What people took home, what happened since, what you would do again.
report-links = Links to look at
report-links-hint = Pictures, slides, a recording, the post itself: one a line, each starting with https://
report-own = Something else you counted
report-own-lead = If another number says more about it, put it here. It is never added up or compared.
report-own-what = What did you count? ({ $row })
report-own-count = How many? ({ $row })
report-practical = Which of these numbers were practical to find, and which were not?
report-practical-hint = A note to the team, who choose what is asked.

me-progress-free =
    { $full ->
        [one] One activity reported in full
       *[other] { $full } activities reported in full
    }

remarks-title = Questions from the team
remarks-lead-team = What the team asks and the ambassador answers stays with the activity. It changes nothing that counts.
remarks-lead = Answer whenever it suits you. It stays with the activity and changes nothing that counts.
remarks-asked = { $by } asked on { $at }
remarks-answered = { $by } answered on { $at }
remarks-team = Somebody in the team
remarks-question = Ask about it
remarks-question-hint = The ambassador gets a letter with your question and answers on the page of the activity.
remarks-ask = Send the question
remarks-answer = Your answer
remarks-send = Send the answer
remarks-another-under-key = Something else was sent from this very page before. It is safe. To send another one, please open the page anew.

metrics-title = What people count
metrics-lead = What ambassadors counted beside what was asked, and which numbers they found practical. It is for choosing what to ask, and for nothing else.
metrics-caption = Activities of { $quarter }
metrics-empty = Nothing here yet
metrics-empty-more = When a report of { $quarter } counts something of its own or says which numbers were practical, it is listed here.
metrics-activity = Activity
metrics-own = Counted beside what was asked
metrics-one = { $what }: { $count }
metrics-practical = Practical to find, or not
metrics-before = The quarter before ({ $quarter })
metrics-after = The quarter after ({ $quarter })
desk-metrics = What people count

letter-kind-question = Question about an activity
question-letter-subject = A question about { $title }
question-letter-preheader = Answer it whenever it suits you.
question-letter-thanks = Thank you for { $title }, and for all you do for { $community }. Somebody in the team read it and would like to know more:
question-letter-answer = There is no hurry, and your answer changes nothing that counts. It stays with the activity.
question-letter-action = Answer the question
question-letter-why = You get this letter because you share your activities with { $program }.
