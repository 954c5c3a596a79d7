# The team: who is in it, inviting somebody, changing what somebody may do.

role-reviewer = Reviewer
role-treasurer = Treasurer
letter-kind-team-invitation = Invitation into the team

people-title = The team
people-lead = Who runs the program with you, in alphabetical order.
people-caption = { $count ->
    [one] One person
   *[other] { $count } people
}
people-address = E-mail address
people-roles = In the team as
people-change = Change
people-change-of = Change the roles of { $name }
people-invite = Invite somebody
people-invite-lead = They get a letter that thanks them and tells them how to sign in. What else they are to the program stays as it is.
people-role-hint-organizer = Sees and decides everything, and invites others.
people-role-hint-reviewer = Reads and scores applications. Decides nothing.
people-role-hint-treasurer = Keeps the budget, decides about requests for funds and pays.
people-send = Invite and send the letter
people-here-already = This person is in the team with these roles already, so no letter was sent.
people-another-under-key = Somebody else was already invited from this very page, and their letter is on its way. To invite another person, please open the page anew.

people-change-lead = Whoever’s roles change is signed out everywhere and signs in again. To let somebody leave the team, take away every role.
people-keep = Save
people-last-organizer = You are the only organizer, and the office needs one. Please make somebody else an organizer first.
people-none = none
people-back = Back to the team

desk-room = The team’s own room
desk-people = The team
desk-readiness = Readiness
desk-feedback = Feedback
