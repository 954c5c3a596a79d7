# What somebody of the team who applied is told.
own-not-on-board = Your own application is not on this board: others of the team take care of it. You follow it like everybody, at “My application”.
