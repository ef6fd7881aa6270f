"""What calendars and feed readers subscribe to: a recipient's last days, and what is published to everybody."""
