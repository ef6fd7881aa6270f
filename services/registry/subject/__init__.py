"""个人信息删除: what becomes of the personal data of somebody on a station's staff."""
