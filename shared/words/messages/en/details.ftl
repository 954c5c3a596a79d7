# Where somebody is paid to: entered by its owner, seen by treasurers only.

details-title = Where to pay to
details-lead = So that what you spent can be paid back. It is kept sealed under a key of its own and travels in no letter.
details-who-sees = Only a treasurer can open it, and every look is written down. It is erased { $days ->
    [one] one day
   *[other] { $days } days
} after it was last needed, and whenever you say so here.
details-known = We know where to pay to, since { $day }. It is not shown here again; to change it, enter it anew.
details-unknown = We do not know yet where to pay to.
details-holder = Whose account it is
details-account = Account number
details-account-hint = An IBAN, or what your bank calls it. A mobile money number is fine too.
details-bank-code = Bank code
details-bank-code-hint = A BIC, routing number or sort code, where there is one.
details-bank = Bank and country
details-more = Anything else it takes
details-send = Keep it sealed
details-enter-anew = Enter it anew
details-erase = Erase it
details-erase-lead = What is on its way to you is paid all the same if the bank has it already; nothing later can be.
details-kept = Thank you. It is kept sealed.
details-erased = It is erased.
details-another-under-key = Something else was sent from this very page before, and that is what is kept. Nothing was changed. To change it, please open the page anew and enter it there.
details-no-key = It could not be sealed just now, so nothing of it was kept, and what was there before stays as it was. Please try it again a little later; if it does not help, write to the address below.
details-link = Where to pay to
details-back = Back to your funds

team-details-title = Where to pay { $name }
team-details-lead = Please use this for the payment only. That you looked is written down.
team-details-none = Not known yet
team-details-none-more = { $name } has not entered where to pay to, or has erased it. A letter about a request asks for it.
team-details-ask = Look where to pay { $name }
team-details-ask-lead = This opens what { $name } entered in confidence. Your look is written down with your name and the time.
team-details-open = Open it
team-details-own = These are your own. Another treasurer pays them.
team-details-no-key = What { $name } entered was sealed with another key than the office has now, so it does not open. Nothing was changed. Please tell whoever runs the office; if that key is lost, { $name } can enter it anew.
