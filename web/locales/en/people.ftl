# Everybody's accounts, for administrators.
nav-people = Users
people-search = Search by address or name
people-admin = Administrator
people-off = Switched off
people-since = since
people-last-login = last log-in
people-never = never logged in
people-grant = Give credits
people-note = Note (for the history)
people-switch-off = Switch off
people-switch-on = Switch on
people-make-admin = Make administrator
people-make-user = No longer administrator
people-none = Nobody found
people-none-text = No address or name contains this.
people-more = More
