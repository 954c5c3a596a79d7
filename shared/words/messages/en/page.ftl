# The frame of every page, the pieces of forms, and the pages for what goes wrong.

page-title = { $title } – { $program }
page-title-home = { $program } – { $community }
page-title-with-errors = Error: { $title }
page-skip = Skip to the main part
page-nav = Main
page-nav-home = The program
page-nav-apply = Apply
page-nav-sign-in = Sign in
page-nav-status = My application
page-nav-me = My activities
page-nav-team = Team desk
page-nav-applications = Applications
page-nav-ambassadors = Ambassadors
page-nav-funding = Funds
page-nav-quarters = Quarters
page-signed-in-as = Signed in as { $name }
page-sign-out = Sign out
page-support = Questions? We are glad to help:
page-chancery = kept with Chancery

# Forms.

page-optional = { $label } (optional)
page-choose = Please choose
page-error-prefix = Error:
page-problems-title = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
page-problems-kept = Everything you typed is still here.
page-problems-item = { $label } – { $problem }
page-date-hint = For example 14 July 2026 or 2026-07-14
page-hours-hint = For example 3, 1.5 or 1:30
page-no-number = No number?
page-no-number-choose = Choose why
page-no-number-unknown = Not known yet
page-no-number-not-applicable = Does not apply
page-trap = Please leave this empty

# Lists and days.

page-pager = Pages
page-pager-start = Back to the start
page-pager-next = Next page
page-days-left = { $days ->
    [0] Today is the last day
    [one] One day left
   *[other] { $days } days left
}
page-days-over = The last day has passed

# What goes wrong: what happened, what was kept, what to do next.

page-what-was-kept = What was kept
page-what-next = What you can do now
page-send-again = Send it again

page-400-heading = We could not read that
page-400-happened = Something in the address or in what was sent did not arrive the way we expect it.
page-400-kept = Nothing was changed. Everything saved before is as it was.
page-400-next = Please go back, load the page anew and try once more. If you followed a link from a letter, check that it is complete.

page-401-heading = Please sign in first
page-401-happened = This page is for people who are signed in, and you are not, or not any more: a sign-in ends after twelve hours without a click, and when your part in the program changes.
page-401-kept = Everything saved before is as it was. What you just sent, if anything, is not saved; your browser may still have it when you go back.
page-401-next = If you were typing, go back first and copy your text. Then sign in with your address, and go on where you were.

page-403-heading = This part is not open to you
page-403-happened = The page belongs to somebody else, or needs a role that you do not have here. It may also be that the request came from another site.
page-403-kept = Nothing was changed. Everything of yours is as it was.
page-403-next = If you think that it should be open to you, write to us at the address below. If you use several addresses, check that you are signed in with the right one.

page-404-heading = There is no page here
page-404-happened = The address may have a typing slip, or what was here has moved or was deleted.
page-404-kept = Nothing was changed. Everything of yours is as it was.
page-404-next = Please check the address, or start again from one of these:

page-405-heading = This address does not work that way
page-405-happened = The page is there, but it cannot do what was asked of it. This can happen when a form is opened anew from the browser’s history.
page-405-kept = Nothing was changed. Everything saved before is as it was.
page-405-next = Please open the page from the menu above and start from there.

page-409-heading = Somebody was a moment faster
page-409-happened = While you were working on this, somebody else saved a change to it.
page-409-kept = Their change is saved. Yours is not saved yet, and it is not lost: this page still has it.
page-409-next = Please compare the two, then decide what should stand.

page-413-heading = This is more than we can take at once
page-413-happened = What you sent is larger than the office accepts.
page-413-kept = Nothing of it was saved. Everything saved before is as it was, and your browser may still have the form when you go back.
page-413-next = Please go back and send a little less: shorten a long text, or give a link to what you have elsewhere.

page-415-heading = We cannot read this format
page-415-happened = What was sent is in a format that this address does not understand.
page-415-kept = Nothing of it was saved. Everything saved before is as it was.
page-415-next = Please use the form on our pages. If your own program sent this, have it send an ordinary form or JSON.

page-422-heading = Something needs another look
page-422-happened = What you sent arrived, but a part of it cannot be right.
page-422-kept = Nothing was saved yet. Everything saved before is as it was.
page-422-next = Please go back, check what you typed and send it once more.

page-429-heading = Please wait a few minutes
page-429-happened = A great deal has been sent from your address or your network in a short time, so we are taking a short rest. This says nothing about you.
page-429-kept = What you just sent is not saved yet. If you typed something, it is still in this page, so please leave the page open.
page-429-next = In about ten minutes, please try again.

page-500-heading = Something went wrong on our side
page-500-happened = This is not your doing. We have noted it and will look into it.
page-500-kept = Everything saved before is safe. Whether your last step was saved, we cannot say for certain.
page-500-next = Please wait a few minutes, go back and try again. Sending the same form once more does no harm: it counts once. If it happens again, write to us at the address below.

page-503-heading = The office is closed for a moment
page-503-happened = We cannot reach our own papers right now. It usually takes only a minute or two.
page-503-kept = Everything saved before is safe. What you just sent is not saved yet.
page-503-next = Please keep this page open, wait a minute and try again.

page-both-caption = What was changed at the same time
page-both-what = What
page-both-theirs = Saved by somebody else
page-both-yours = Sent by you
