# Pauses, check-in answers, stepping down, and what the team is asked to decide about somebody.

problem-is-over = This day has passed. A pause that is over is something to write to the team about.
problem-too-far-ahead = This day is more than three years away. Please look at the year once more.

# Letters.

letter-kind-back-from-pause = Welcome back after a pause
letter-kind-pause-marked = Word about a pause
letter-kind-stepped-down = Thanks for stepping down
letter-kind-term-ended = Word about the end of a term
letter-kind-ambassador-again = Welcome back as an ambassador
letter-kind-return-answered = Answer to a wish to return

letter-back-from-pause-subject = Welcome back
letter-back-from-pause-preheader = Thank you for being with us. Your pause is over, and there is nothing to catch up on.
letter-back-from-pause-thanks = Thank you for being an ambassador of { $community }. We hope that the time did you good.
letter-back-from-pause-news = Your pause is over, so from { $day } you take part again. The quarters it touched ask nothing of you.
letter-back-from-pause-longer = If you need longer, change your pause on your page. This is the only letter about it.
letter-back-from-pause-action = Open my page
letter-back-from-pause-why = You get this letter because you are an ambassador of { $community } and the pause you took is over.

letter-pause-marked-subject = You are on a pause
letter-pause-marked-preheader = Thank you for what you do. We marked a pause for you; nothing is expected meanwhile.
letter-pause-marked-thanks = Thank you for what you do for { $community }.
letter-pause-marked-until = We marked a pause for you, from { $from } to { $until }. Meanwhile nothing is expected of you, and we do not write to you about activities.
letter-pause-marked-from = We marked a pause for you from { $from }, for as long as you need. Meanwhile nothing is expected of you, and we do not write to you about activities.
letter-pause-marked-change = You can change the days or come back at any time.
letter-pause-marked-action = See or change my pause
letter-pause-marked-why = You get this letter because you are an ambassador of { $community } and a person of the team marked a pause for you.

letter-stepped-down-subject = Thank you for your time in { $program }
letter-stepped-down-preheader = What you did stays, and the door is open.
letter-stepped-down-thanks = Thank you for everything you did for { $community } as an ambassador since { $since }. It made a difference, and it stays.
letter-stepped-down-stays = You are an ambassador emeritus from today. Nothing is expected of you, and we write to you about activities no more. Your record stays yours: sign in with this address whenever you would like to see it.
letter-stepped-down-return = Should you ever want to return, your page has a place to say so. We would be glad.
letter-stepped-down-why = You get this letter because you stepped down as an ambassador in { $program }. If it was not you, just reply to this letter.

letter-term-ended-subject = Your time in { $program }
letter-term-ended-preheader = Thank you for your time as an ambassador. Here is what we decided.
letter-term-ended-thanks = Thank you for everything you did for { $community } as an ambassador since { $since }.
letter-term-ended-news = A person of the team of { $program } looked at how things are and decided that your term as an ambassador ends today.
letter-term-ended-close = What you did stays in your record, which you can see at any time by signing in with this address. If you see it differently, or would like to talk, just reply to this letter: a person answers.
letter-term-ended-why = You get this letter because you were an ambassador in { $program }.

letter-ambassador-again-subject = Welcome back to { $program }
letter-ambassador-again-preheader = Thank you for returning. You are an ambassador again.
letter-ambassador-again-thanks = Thank you for returning: from today you are an ambassador of { $community } again. Everything you did before is still yours.
letter-ambassador-again-action = Open my page

letter-return-answered-subject = Your wish to return to { $program }
letter-return-answered-preheader = Thank you for asking. Here is our answer.
letter-return-answered-thanks = Thank you for wanting to carry { $community } again, and for everything you did before.
letter-return-answered-news = We talked about it with care, and at present we leave it as it is.
letter-return-answered-close = What you do for { $community } counts with or without a title. You can ask again whenever things have changed, and if you would like to talk about it, just reply to this letter.

letter-team-says = What the team would like to say to you:
letter-return-why = You get this letter because you asked to return to { $program }.

role-group-leader = Leads a user group

# Why something cannot be done.

not-possible-has-left = You have stepped down or your term has ended, so there is nothing to change here.
not-possible-is-here = You are an ambassador, so there is nothing to return from. We are glad that you are here.
not-possible-they-left = They have stepped down or their term has ended, so there is nothing to change here.
not-possible-they-are-here = They are an ambassador, so there is nothing to return from.
not-possible-no-pause = There is no pause, now or to come.
not-possible-own-term = This is about your own term, so somebody else of the team takes care of it. To step down yourself, use your own page.
not-possible-settled = Somebody of the team has decided this already.
not-possible-not-an-answer = This answer does not go with what was asked.
not-possible-own-proposal = This is about you, so somebody else of the team decides it.

# Pauses.

pause-title = Your pause
pause-lead = Thank you for telling us. Meanwhile nothing is expected of you, the quarters it touches are not counted, and we write to you once when it is over.
pause-from = First day of the pause
pause-until = Last day of the pause
pause-until-hint = Leave it open if you do not know yet. For example 14 July 2026 or 2026-07-14
pause-from-until = On a pause from { $from } to { $until }
pause-since = On a pause from { $from }, with no end set
pause-is-now = You are away at present. You can change the last day below.
pause-is-to-come = It has not begun yet. You can change its days below.
pause-come-back = I am back
pause-take-back = I do not need the pause
pause-send = Save the pause
pause-for = A pause for { $name }
pause-for-lead = They get a letter that thanks them and names the days. They can change the pause themselves.
pause-for-send = Mark a pause
pause-end = End the pause

part-title = Your part in the program
part-need-time = Do you need some time for yourself? A pause asks for no reason.
part-pause = Take a pause
part-change-pause = Change the pause
part-step-down = Step down as an ambassador
part-emeritus = You are an ambassador emeritus. Thank you for everything you did; it stays here.
part-return = I would like to return
part-ended = Your term as an ambassador has ended. Thank you for everything you did; it stays here.

# The check-in.

check-in-title = Your check-in for { $quarter }
check-in-lead = Thank you for what you do. Here is what we have from you, and one question.
check-in-thanks = Thank you, we have your answer: { $answer }
check-in-recorded = What is recorded
check-in-see = See it
check-in-answer = How does it stand?
check-in-until = You can change your answer until { $day }.
check-in-as-recorded = All is as recorded
check-in-nothing = Nothing this time
check-in-nothing-hint = That is fine. Quiet quarters happen.
check-in-pause = I would like a pause
check-in-pause-hint = The next page asks for the days. Nothing is expected of you meanwhile.
check-in-words = Would you like to add something?
check-in-words-hint = The team reads it with “Nothing this time”.
check-in-send = Send my answer
check-in-closed = This quarter is closed, so the answer stays as it is. If something should change, please write to the team.

# Stepping down and returning.

step-down-title = Stepping down
step-down-lead = Thank you for carrying { $community } since { $since }. Everybody’s time comes to an end, and yours made a difference.
step-down-stays = What stays: your record, which you can see whenever you sign in; your contributions; our thanks. You become an ambassador emeritus, nothing is expected of you any more, and you can ask to return at any time.
step-down-pause-instead = If you only need some time, a pause may be enough.
step-down-words = Would you like to say something to the team?
step-down-words-hint = What you would like us to know, if anything. Nobody has to give a reason.
step-down-go-on = Go on
step-down-stay = Stay an ambassador
step-down-sure = Would you like to step down today?
step-down-sure-lead = Nothing has happened yet. When you press the button, you are an ambassador emeritus at once, and a letter of thanks is on its way to you.
step-down-send = Yes, step down
return-title = Returning
return-lead = It would be good to have you back. The team reads this and answers by letter.
return-words = Would you like to add something?
return-words-hint = What you have in mind, or what has changed.
return-send = Ask to return
return-back = Back to my page
return-asked = Thank you: your wish from { $day } is with the team. You get a letter as soon as somebody has answered.
return-asked-already = Your wish to return is with the team already, or was answered today, so this was not sent once more. If you would like to add something, please write to the team.

# What the team is asked to decide.

desk-proposals = About people
desk-more-proposals = See all of them
proposals-title = About people
proposals-lead = What the office noticed or somebody asked, the longest waiting first. Nothing follows before one of you decides.
proposals-empty = Nothing is waiting
proposals-empty-more = When somebody has been quiet for long, or would like to return, it will be listed here.
proposal-title = About { $name }
proposal-nothing = { $name } answered “Nothing this time” to three check-ins in a row ({ $quarters }): talk with them?
proposal-call = { $name } has had no activity since { $since }: call them?
proposal-end-term = { $name } has had no activity since { $since }: how does it go on with their term?
proposal-short = { $name } has been below the goal in { $quarters }: how does it go on?
proposal-appeal = { $name } asks for another look at { $quarter }.
proposal-return = { $name } would like to be an ambassador again: welcome them back?
proposal-person = Everything about this person
proposal-lead = What you decide happens at once, together with its letter.
proposal-what = Decision
proposal-by = Decided by
proposal-on = Decided on
proposal-reason = Reason, for the record
proposal-reason-hint = The team reads it; the person does not get it by letter.
proposal-words = Words for their letter
proposal-words-hint = Where a letter goes out, this stands in it. Thanks come first by themselves.
proposal-send = Decide
proposal-back = Back to the desk
proposal-answer-talk = We talk with them
proposal-answer-excuse = Excuse the quarter
proposal-answer-hold = Mark a pause for them
proposal-answer-end-term = End the term
proposal-answer-welcome-back = Welcome them back
proposal-answer-leave = Leave it as it is
proposal-hint-talk = Nothing is sent. Say below who talks with them, or what came of it.
proposal-hint-excuse = The quarter is not counted.
proposal-hint-hold = The days are asked below. They get a letter that names them.
proposal-hint-end-term = At once, with a letter that thanks them first.
proposal-hint-welcome-back = They are an ambassador again at once, with a letter.
proposal-hold-hint = Needed only for a pause. For example 14 July 2026 or 2026-07-14

profile-pauses = Pauses
profile-check-ins = Answers to check-ins
profile-as-recorded = { $quarter }: all is as recorded
profile-nothing = { $quarter }: nothing this time
profile-asked-on = Asked on { $day }
profile-left = Left on
profile-said = What they said

end-term = End the term
end-term-title = End the term of { $name }
end-term-lead = It ends at once, with a letter that thanks them first. Please talk with them before.
end-term-send = End the term and send the letter

# Leaders of user groups.

leaders-title = Leaders of user groups
leaders-lead = A role of its own: nothing is asked of a leader here, and it does not count for an ambassador. No letter is sent.
leaders-caption = { $count ->
    [one] One leader
   *[other] { $count } leaders
}
leaders-group = User group
leaders-also-leads = Also leads
leaders-send = Add the leader
leaders-no-more = Leads it no more
