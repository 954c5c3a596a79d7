# What people of the community tell us they did, and their thanks.

home-more-title = Other ways to take part
home-contribute = Tell us what you did for the community
home-contribute-more = You need not be an ambassador to be thanked.

contribution-answering = Answering questions
contribution-talk = Giving a talk
contribution-organizing = Organizing something
contribution-writing = Writing something
contribution-translating = Translating
contribution-code = Code
contribution-other = Something else

contributions-title = What they have done for the community
contributions-history = { $count ->
    [one] 1 contribution, on { $latest }
   *[other] { $count } contributions in { $kinds } { $span }, the latest on { $latest }
}
contributions-kinds = { $kinds ->
    [one] 1 kind
   *[other] { $kinds } kinds
}
contributions-over-years = { $years ->
    [one] over a year
   *[other] over { $years } years
}
contributions-over-months = { $months ->
    [0] within a month
    [one] over a month
   *[other] over { $months } months
}
contributions-since = The first on
contributions-months = Months with at least one

problem-agreement-needed = We may keep this only if you agree to it.

contribute-title = What did you do for the community?
contribute-lead = Thank you! An answer in the forum counts as much as a talk. Tell us about one thing at a time; you can come back as often as you like.
contribute-name = Your name
contribute-name-hint = As you like to be called, in any script.
contribute-email = E-mail address
contribute-email-hint = We thank you there. We keep no copy of it, only a fingerprint by which we know what belongs together.
contribute-kind = What kind of thing was it?
contribute-what = What was it?
contribute-what-hint = One line, such as “Answered 20 questions about segments in the forum”.
contribute-on = When was it?
contribute-link = Where can it be seen?
contribute-consent-label = Keeping it
contribute-consent = Please keep this, to thank me, and to show it to the team should I apply to be an ambassador.
contribute-send = Send it
contribute-ambassador = You are an ambassador: what you plan and report among your activities counts for your quarter, and this form does not. What you send here is kept and thanked for all the same.
contribute-ambassador-link = Go to my activities

contribute-another-under-key = Something else was already sent from this very page. It is safe. To send this one too, please open the form anew.

contribute-sent-title = Thank you
contribute-sent-lead = It is recorded, and a letter of thanks is on its way to you.
contribute-sent-more = If you send us many things in one day, the letters stop after the fifth. Everything is recorded all the same.
contribute-again = Tell us about something else

letter-kind-contribution-thanks = Thanks for a contribution
contribution-letter-subject = Thank you from { $community }
contribution-letter-preheader = What you did is recorded, and it counts.
contribution-letter-thanks = Thank you for what you did for { $community }. Communities live on people like you, with or without a title, and we are glad that you told us.
contribution-letter-recorded = This is what we recorded:
contribution-letter-kind = What
contribution-letter-on = When
contribution-letter-ambassador = As an ambassador you can also share this among your activities: there it counts for your quarter. What you told us stays recorded here either way.
contribution-letter-ambassador-action = Open my activities
contribution-letter-close = If you do something again, we would love to hear of it.
contribution-letter-why = You get this letter because somebody told { $program } about a contribution and gave this address. If it was not you, please reply to this letter, and a person of the team looks into it.
