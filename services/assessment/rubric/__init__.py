"""The standard (创建标准): a version of the rubric, published by the province and never changed."""
