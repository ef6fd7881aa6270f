"""Messages on their way out: by e-mail and webhook, tried again until they arrive or nobody wants them any more."""
