"""委托与提级管辖: one document by which a bureau acts for another, from its day to its end."""
