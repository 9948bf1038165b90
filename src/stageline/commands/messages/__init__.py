"""Messages in the outbox: handed over, sent again, dropped, taken back."""
