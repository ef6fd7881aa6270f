"""`./shifan verify`: a folder of logs or a bundle of evidence, checked with the network off."""
