"""长任务: work too long for a request. Each kind is a module with `work`, which goes on where it was when killed."""
