"""消费维权服务明星竞赛: a contest from its announcement to its awards."""
