# SPDX-License-Identifier: Apache-2.0
"""The figures of the invented group, in millions of US dollars, each as a pair (2025, 2024).

Every total is computed, and check() proves that the statements agree with one another, so that a question about a
figure has one right answer wherever the report states it.
"""


def plus(*pairs):
    return tuple(round(sum(column), 1) for column in zip(*pairs))


def minus(a, b):
    return tuple(round(x - y, 1) for x, y in zip(a, b))


# Income statement.
revenue = (412.6, 378.9)
cost_of_sales = (-251.7, -233.8)
gross_profit = plus(revenue, cost_of_sales)
research = (-31.4, -27.6)
selling = (-38.6, -35.9)
administrative = (-29.5, -24.7)
restructuring = (-4.6, 0.0)
operating_profit = plus(gross_profit, research, selling, administrative, restructuring)
finance_income = (1.9, 1.4)
finance_costs = (-7.8, -8.6)
profit_before_tax = plus(operating_profit, finance_income, finance_costs)
income_tax = (-11.7, -11.9)
profit = plus(profit_before_tax, income_tax)
minority_profit = (0.6, 0.5)
owners_profit = minus(profit, minority_profit)
translation = (-2.3, 1.1)
pension_remeasured = (0.9, -0.4)
comprehensive_income = plus(profit, translation, pension_remeasured)
shares = (96.5, 96.2)
diluted_shares = (97.7, 97.3)
earnings_per_share = tuple(round(100 * p / s, 1) for p, s in zip(owners_profit, shares))
diluted_earnings = tuple(round(100 * p / s, 1) for p, s in zip(owners_profit, diluted_shares))
dividend_cents = (15.5, 14.5)

# Segments: Sensing, Mooring and Berthing, Harbour Services, then the centre.
segments = ["Sensing", "Mooring and Berthing", "Harbour Services"]
segment_revenue = [(171.3, 158.4), (142.8, 136.1), (98.5, 84.4)]
segment_profit = [(38.2, 33.6), (21.4, 23.9), (14.7, 11.2)]
central_costs = (-12.9, -11.8)
segment_depreciation = [(11.6, 10.4), (10.7, 10.2), (5.9, 5.3), (1.5, 1.3)]
segment_capital = [(15.8, 14.9), (10.3, 13.2), (5.7, 5.1), (1.5, 1.4)]
order_book = [(72.6, 63.1), (58.7, 57.4), (56.6, 40.7)]
regions = [("Europe", (168.4, 159.7)), ("Asia-Pacific", (121.9, 107.2)), ("Americas", (84.6, 78.3)),
           ("Middle East and Africa", (37.7, 33.7))]

# Balance sheet.
goodwill = (88.4, 71.9)
intangibles = (41.6, 33.2)
property_plant = (104.7, 98.3)
right_of_use = (22.9, 24.5)
deferred_tax_assets = (6.1, 5.8)
non_current_assets = plus(goodwill, intangibles, property_plant, right_of_use, deferred_tax_assets)
inventories = (67.2, 71.5)
receivables = (92.8, 84.6)
tax_receivable = (1.3, 0.9)
cash = (48.9, 57.3)
current_assets = plus(inventories, receivables, tax_receivable, cash)
total_assets = plus(non_current_assets, current_assets)
payables = (70.8, 66.8)
contract_liabilities = (24.6, 19.7)
borrowings_current = (12.0, 10.0)
leases_current = (5.2, 5.4)
provisions = (5.9, 3.2)
current_liabilities = plus(payables, contract_liabilities, borrowings_current, leases_current, provisions)
borrowings_later = (84.0, 96.0)
leases_later = (18.8, 20.1)
deferred_tax_liabilities = (9.4, 7.6)
pension = (6.2, 7.8)
non_current_liabilities = plus(borrowings_later, leases_later, deferred_tax_liabilities, pension)
total_liabilities = plus(current_liabilities, non_current_liabilities)
share_capital = (9.7, 9.7)
share_premium = (41.2, 41.2)
translation_reserve = (-3.4, -1.1)
retained_earnings = (186.4, 159.1)
owners_equity = plus(share_capital, share_premium, translation_reserve, retained_earnings)
minority_equity = (3.1, 2.5)
total_equity = plus(owners_equity, minority_equity)
term_loan = (66.0, 76.0)
notes_due_2031 = (30.0, 30.0)
borrowings = plus(borrowings_current, borrowings_later)
leases = plus(leases_current, leases_later)
net_debt = minus(plus(borrowings, leases), cash)

# Cash flow statement.
depreciation = (21.8, 20.4)
amortisation = (7.9, 6.8)
share_payments = (2.1, 1.8)
inventories_change = (4.9, -6.3)
receivables_change = (-6.4, -5.7)
payables_change = (7.1, 4.2)
provisions_change = (2.7, -0.5)
pension_contributions = (-0.7, -0.6)
cash_generated = plus(operating_profit, depreciation, amortisation, share_payments, inventories_change,
                      receivables_change, payables_change, provisions_change, pension_contributions)
tax_paid = (-11.3, -12.1)
operating_cash = plus(cash_generated, tax_paid)
property_bought = (-23.7, -26.2)
development_capitalised = (-9.6, -8.4)
acquisition = (-24.8, 0.0)
property_sold = (0.8, 1.2)
investing_cash = plus(property_bought, development_capitalised, acquisition, property_sold, finance_income)
repayments = (-10.0, -10.0)
lease_payments = (-5.6, -5.3)
interest_paid = (-7.6, -8.4)
dividends_paid = (-14.3, -13.4)
financing_cash = plus(repayments, lease_payments, interest_paid, dividends_paid)
cash_change = plus(operating_cash, investing_cash, financing_cash)
currency_on_cash = (-0.4, 0.3)
opening_cash = (57.3, 61.2)

# Net assets of Lanternbay Software at the day of its purchase.
acquired = [("Customer relationships and software", 6.9), ("Property, plant and equipment", 0.2),
            ("Inventories", 0.6), ("Trade and other receivables", 1.8), ("Cash and cash equivalents", 0.7),
            ("Trade and other payables", -0.2), ("Deferred tax liabilities", -1.4)]
acquired_net_assets = round(sum(value for _, value in acquired), 1)
acquired_goodwill = 16.9
consideration = round(acquired_net_assets + acquired_goodwill, 1)

# Five years, newest first.
years = [2025, 2024, 2023, 2022, 2021]
five_revenue = [*revenue, 351.2, 318.7, 289.4]
five_research = [-research[0], -research[1], 24.9, 21.7, 19.8]
five_operating = [*operating_profit, 49.3, 41.8, 36.5]
five_margin = [round(100 * p / r, 1) for p, r in zip(five_operating, five_revenue)]
five_profit = [*profit, 32.4, 27.0, 23.9]
five_earnings = [*earnings_per_share, 33.3, 27.9, 24.8]
five_dividend = [*dividend_cents, 13.5, 12.4, 11.3]
five_cash = [*cash_generated, 70.5, 52.9, 55.1]
five_net_debt = [*net_debt, 81.6, 88.3, 79.5]
five_people = [2184, 2041, 1936, 1858, 1742]


def check():
    assert plus(*segment_revenue) == revenue == plus(*(pair for _, pair in regions))
    assert plus(*segment_profit, central_costs, restructuring) == operating_profit
    assert plus(*segment_depreciation) == plus(depreciation, amortisation)
    assert plus(*segment_capital) == tuple(-x for x in plus(property_bought, development_capitalised))
    assert total_assets == plus(total_liabilities, total_equity)
    assert plus(opening_cash, cash_change, currency_on_cash) == cash
    assert opening_cash[0] == cash[1]
    assert plus(term_loan, notes_due_2031) == borrowings
    assert round(borrowings[1] + repayments[0], 1) == borrowings[0]
    assert round(minority_equity[1] + minority_profit[0], 1) == minority_equity[0]
    assert round(translation_reserve[1] + translation[0], 1) == translation_reserve[0]
    assert round(retained_earnings[1] + owners_profit[0] + pension_remeasured[0] + share_payments[0]
                 + dividends_paid[0], 1) == retained_earnings[0]
    assert round(consideration - 0.7, 1) == -acquisition[0]
    assert (operating_profit, profit, net_debt) == ((56.8, 56.9), (39.2, 37.8), (71.1, 74.2))
    assert (earnings_per_share, diluted_earnings) == ((40.0, 38.8), (39.5, 38.3))
    assert (cash_generated, operating_cash, total_assets) == ((96.2, 77.0), (84.9, 64.9), (473.9, 448.0))
