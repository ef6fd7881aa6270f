"""What every kind of wish is made of: days, people and words, few enough to meet one another."""

from datetime import date

from hypothesis import strategies as st

from services.assessment.assessment.commands import Standing

days = st.dates(date(2014, 10, 8), date(2014, 10, 11))
people = st.sampled_from(["of-c1", "of-c2", "of-p"])
words = st.sampled_from(["甲", "乙"])
standings = st.sampled_from([Standing.IN_THE_SET, Standing.IN_THE_SET, Standing.WITHDRAWN])
applications = st.sampled_from(["A-2013-st-a", "A-2014-st-a"])
